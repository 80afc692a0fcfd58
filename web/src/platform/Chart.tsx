/* A small picture by ECharts, loaded when first shown; the same numbers as a hidden table beside it. */
import { lazy, Suspense } from 'react'
import type { ChartOption } from './ChartCore'

const Core = lazy(() => import('./ChartCore'))

export interface Series { name: string; color: string; values: number[] }

/* Horizontal bars: long Chinese names stay readable at 390 px; the numbers stand beside the bar, where thin ones show them too. */
export function Bars({ label, names, series, height }: { label: string; names: string[]; series: Series[]; height?: number }) {
  const option: ChartOption = {
    animation: false,
    textStyle: { fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif" },
    grid: { left: 4, right: series.length > 1 ? 52 : 36, top: series.length > 1 ? 28 : 4, bottom: 4, containLabel: true },
    legend: series.length > 1 ? { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: '#454c57' } } : undefined,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category', data: names, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: '#cdd2d8' } },
      axisLabel: { color: '#454c57', fontSize: 12, lineHeight: 15, width: 132, overflow: 'break' },
    },
    series: series.map((s, i) => ({
      name: s.name, type: 'bar', stack: 'all', data: s.values, barMaxWidth: 18, itemStyle: { color: s.color },
      label: i < series.length - 1 ? { show: false } : { show: true, position: 'right', color: '#1f2329', formatter: (p: { dataIndex: number }) => series.map((x) => x.values[p.dataIndex]).join(' / ') },
    })) as ChartOption['series'],
  }
  return (
    <figure style={{ margin: 0 }}>
      <Suspense fallback={<div style={{ height: height ?? 36 * names.length + 40 }} />}>
        <Core option={option} label={label} height={height ?? (series.length > 1 ? 36 * names.length + 40 : 30 * names.length + 16)} />
      </Suspense>
      <div className="visually-hidden"><table>
        <caption>{label}</caption>
        <tbody>{names.map((n, i) => <tr key={n + i}><th>{n}</th>{series.map((s) => <td key={s.name}>{s.name} {s.values[i]}</td>)}</tr>)}</tbody>
      </table></div>
    </figure>
  )
}
