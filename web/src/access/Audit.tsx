/* Who did what, when, on which row; sealed entries cannot be changed unnoticed. */
import { Input } from 'antd'
import type { AuditEntry } from '../api'
import { t, tc } from '../i18n'
import { moment } from '../platform/dates'
import { CodeSelect, DayInput } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { audit } from './api'

const OBJECTS = ['person', 'organisation', 'post', 'development_case', 'import_batch', 'roster_export', 'account', 'session', 'setting', 'class', 'party_group', 'room'] as const

function Detail({ e }: { e: AuditEntry }) {
  const d = typeof e.detail === 'string' ? (() => { try { return JSON.parse(e.detail) as unknown } catch { return e.detail } })() : e.detail
  if (!d || (typeof d === 'object' && Object.keys(d).length === 0)) return null
  const text = typeof d === 'object' ? Object.entries(d).map(([k, v]) => `${k}: ${typeof v === 'object' ? JSON.stringify(v) : String(v)}`).join(' · ') : String(d)
  return <span className="small muted">{text}</span>
}

const columns = (): Column<AuditEntry>[] => [
  { key: 'at', title: t('audit.at'), render: (e) => <span className="num">{moment(e.at)}</span>, className: 'nowrap' },
  { key: 'who', title: t('audit.who'), render: (e) => <>{e.name} <span className="muted small">{e.login}</span></> },
  { key: 'what', title: t('audit.what'), render: (e) => tc('audit_action', e.action) },
  { key: 'on', title: t('audit.on'), render: (e) => `${tc('audit_object', e.object_kind)} ${e.object_id ?? ''}`, className: 'nowrap' },
  { key: 'detail', title: t('audit.detail'), render: (e) => <Detail e={e} /> },
  { key: 'request', title: t('audit.request'), render: (e) => <code className="small">{e.request_id}</code> },
  { key: 'sealed', title: t('audit.sealed'), render: (e) => (e.sealed ? <StateTag kind="good">{t('audit.is_sealed')}</StateTag> : <StateTag kind="quiet">{t('audit.waiting')}</StateTag>), className: 'nowrap' },
]

export default function Audit() {
  const [f, set] = useFilters()
  return (
    <>
      <PageHeader title={t('nav.audit')} sub={t('audit.sub')} />
      <PageTable<AuditEntry>
        name="audit" label={t('nav.audit')} load={audit} rowKey={(e) => e.id} columns={columns()}
        query={{ object_kind: f.object_kind, object_id: f.object_id, account_id: f.account_id, from: f.from, until: f.until }}
        card={(e) => (
          <>
            <div className="item-top"><b>{tc('audit_action', e.action)}</b><span className="muted small num">{moment(e.at)}</span></div>
            <div className="meta">{e.name} · {tc('audit_object', e.object_kind)} {e.object_id}</div>
            <Detail e={e} />
          </>
        )}
        filters={
          <>
            <CodeSelect aria-label={t('audit.on')} group="audit_object" codes={OBJECTS} all={t('audit.all_objects')} value={f.object_kind} onChange={(v) => set({ object_kind: v })} />
            <Input className="half" aria-label={t('audit.object_id')} placeholder={t('audit.object_id')} inputMode="numeric" allowClear defaultValue={f.object_id} onChange={(e) => set({ object_id: /^\d*$/.test(e.target.value) ? e.target.value : '' })} style={{ maxWidth: 150 }} />
            <span className="row half"><span>{t('audit.from')}</span><DayInput aria-label={t('audit.from')} style={{ width: 150 }} value={f.from} onChange={(v) => set({ from: v })} /></span>
            <span className="row half"><span>{t('audit.until')}</span><DayInput aria-label={t('audit.until')} style={{ width: 150 }} value={f.until} onChange={(v) => set({ until: v })} /></span>
          </>
        }
        empty={{ title: t('audit.empty') }}
      />
    </>
  )
}
