/* Colours checked for contrast (scripts/contrast.test.mjs): the first on the second is >= 4.5:1. */
import type { ThemeConfig } from 'antd'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#9e1b22',
    colorLink: '#9e1b22',
    colorLinkHover: '#7d141a',
    colorInfo: '#1b4f8a',
    colorSuccess: '#1d6a3a',
    colorWarning: '#7f4a00',
    colorError: '#9e1b22',
    colorText: '#1f2329',
    colorTextSecondary: '#454c57',
    colorTextTertiary: '#5b636f',
    colorTextDescription: '#5b636f',
    colorTextPlaceholder: '#5b636f',
    colorTextDisabled: '#5b636f',
    colorBorder: '#cdd2d8',
    colorBgLayout: '#f4f5f7',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', sans-serif",
    controlHeight: 36,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
    Modal: { titleFontSize: 17 },
    Tree: { nodeSelectedBg: '#fbeeee', nodeSelectedColor: '#7d141a' },
    Select: { optionSelectedBg: '#fbeeee' },
  },
}
