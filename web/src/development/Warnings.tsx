/* Warnings of the rules: each wants a reason, which is kept with the record. */
import { Input } from 'antd'
import type { Finding } from '../api'
import { t, tr } from '../i18n'
import { FindingText } from '../platform/Findings'

export function givenReasons(items: Finding[], reasons: Record<string, string>): { rule: string; reason: string }[] {
  return items.filter((w) => reasons[w.rule]?.trim()).map((w) => ({ rule: w.rule, reason: reasons[w.rule]!.trim() }))
}

export function Warnings({ items, reasons, set }: { items: Finding[]; reasons: Record<string, string>; set: (r: Record<string, string>) => void }) {
  if (items.length === 0) return null
  return (
    <div className="note warn">
      <b>{t('rule.warnings')}</b>
      {items.map((w) => (
        <div key={w.rule} style={{ marginTop: 8, color: 'var(--ink)' }}>
          <FindingText f={w} />
          <Input value={reasons[w.rule] ?? ''} maxLength={200} placeholder={t('rule.reason')} aria-label={`${t('rule.reason')} ${tr(w.message)}`} style={{ marginTop: 6 }} onChange={(e) => set({ ...reasons, [w.rule]: e.target.value })} />
        </div>
      ))}
    </div>
  )
}
