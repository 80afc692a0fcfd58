/* One batch on its way: read, preview with every fault in words, confirm, done, undo. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ImportBatch, ImportFault, ImportRow, ImportSheet, Obstacle } from '../api'
import { t, tc, type Key } from '../i18n'
import { moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { ApiError, errorText } from '../platform/http'
import { PlainSelect } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { ProgressBar } from '../platform/UploadList'
import { useFilters } from '../platform/useFilters'
import { batch, batchRows, cancel, confirm, setMapping, undo } from './api'
import { ImportTag } from './Imports'
import { FIELDS } from './words'

const VERDICTS = ['new', 'changed', 'refused', 'same'] as const
const colour = { new: 'good', changed: 'info', same: 'quiet', refused: 'bad' } as const

const busyWith = (b: ImportBatch): boolean => b.phase !== '' || b.report.verdict === 'checking'

function count(b: ImportBatch, v: (typeof VERDICTS)[number]): number {
  return b.report.plan?.[v] ?? 0
}

function Steps({ b }: { b: ImportBatch }) {
  const here = b.phase === 'writing' ? 3 : busyWith(b) || b.state === 'refused' ? 1 : { preview: 2, confirmed: 4, undone: 4, cancelled: 2 }[b.state]
  return (
    <ol className="wizard no-print">
      {(['import.step_upload', 'import.step_read', 'import.step_preview', 'import.step_confirm', 'import.step_done'] as Key[]).map((k, i) => (
        <li key={k} className={i < here ? 'past' : i === here ? 'here' : ''} aria-current={i === here ? 'step' : undefined}>{t(k)}</li>
      ))}
    </ol>
  )
}

/* Which column is what. A heading we do not know can be given a field; the file is checked again. */
function Sheet({ b, sheet, changed }: { b: ImportBatch; sheet: ImportSheet; changed: () => Promise<unknown> }) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const mapping = sheet.mapping ?? []
  const options = (FIELDS[b.kind] ?? []).map((f) => ({ value: f, label: tc('import_field', f) }))
  const unknown = mapping.filter((m) => !m.field && m.heading)
  const set = async (column: string, field: string | null): Promise<void> => {
    setBusy(true)
    try {
      await setMapping(b.id, { sheet: sheet.index, column, field })
      await changed()
    } catch (e) {
      void message.error(errorText(e))
    } finally {
      setBusy(false)
    }
  }
  return (
    <details className="card" open={unknown.length > 0 && b.state === 'preview'}>
      <summary style={{ cursor: 'pointer' }}>
        <b>{sheet.name}</b> <span className="muted">{sheet.use ? t('import.sheet_line', { rows: (sheet.heading_rows ?? []).join('–'), n: mapping.filter((m) => m.field).length }) : t('import.sheet_unused')}</span>
        {sheet.use && unknown.length > 0 && <> <StateTag kind="warn">{t('import.unknown_headings', { n: unknown.length })}</StateTag></>}
      </summary>
      {sheet.use && (
        <div style={{ marginTop: 12, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))', gap: '10px 16px' }}>
          {mapping.map((m) => (
            <label key={m.column} style={{ minWidth: 0 }}>
              <span className="small"><span className="muted num">{m.column}</span> {m.heading || t('import.no_heading')}</span>
              <PlainSelect className={!m.field && m.heading ? 'unsure' : ''} value={m.field ?? ''} disabled={busy || b.state !== 'preview'} placeholder={t('import.read_past')} options={options} onChange={(v) => void set(m.column, v ?? null)} />
            </label>
          ))}
        </div>
      )}
    </details>
  )
}

function faultText(f: ImportFault): string {
  const other = f.of_row ?? f.with_row
  return tc('import_fault', f.kind) + (other ? t('import.other_row', { row: [f.of_sheet, other].filter(Boolean).join(' ') }) : '')
}

function Faults({ r }: { r: ImportRow }) {
  return (
    <>
      {r.faults.map((f, i) => (
        <div key={i} className={f.verdict === 'refuse' ? 'late' : ''} style={{ fontWeight: 400 }}>
          {f.verdict !== 'refuse' && <StateTag kind="warn">{t('import.hint_only')}</StateTag>} {f.column && <b>{t('import.column', { column: f.column, heading: f.heading ?? '' })}</b>} {faultText(f)}
        </div>
      ))}
      {r.changes.map((c) => <div key={c.field} className="small">{tc('import_field', c.field)}{t('punctuation.colon')}<span className="muted">{c.from || t('import.empty_value')}</span> → {c.to || t('import.empty_value')}</div>)}
    </>
  )
}

const columns = (): Column<ImportRow>[] => [
  { key: 'row', title: t('import.row'), render: (r) => <span className="num">{t('import.row_of', { sheet: r.sheet, row: r.row })}</span>, width: 170 },
  { key: 'verdict', title: t('import.verdict'), render: (r) => <StateTag kind={colour[r.verdict]}>{tc('import_verdict', r.verdict)}</StateTag>, className: 'nowrap', width: 90 },
  { key: 'name', title: t('field.name'), render: (r) => r.name || t('import.no_name'), className: 'nowrap', width: 120 },
  { key: 'why', title: t('import.why'), render: (r) => <Faults r={r} /> },
]

function Rows({ b }: { b: ImportBatch }) {
  const [f, set] = useFilters()
  const verdict = f.verdict ?? (count(b, 'refused') > 0 ? 'refused' : VERDICTS.find((v) => count(b, v) > 0) ?? 'new')
  return (
    <PageTable<ImportRow>
      name={`import-rows-${b.id}-${JSON.stringify(b.report.plan)}-${JSON.stringify(b.report.sheets)}`} label={t('import.rows')} query={{ verdict }} load={(query) => batchRows(b.id, query)} rowKey={(r) => `${r.sheet}/${r.row}`} columns={columns()}
      card={(r) => (
        <>
          <div className="item-top"><b>{r.name || t('import.no_name')}</b><StateTag kind={colour[r.verdict]}>{tc('import_verdict', r.verdict)}</StateTag></div>
          <div className="meta num">{t('import.row_of', { sheet: r.sheet, row: r.row })}</div>
          <Faults r={r} />
        </>
      )}
      filters={
        <div className="row" role="group" aria-label={t('import.verdict')}>
          {VERDICTS.map((v) => (
            <button key={v} type="button" className={v === verdict ? 'btn main' : 'btn'} aria-pressed={v === verdict} onClick={() => set({ verdict: v })}>{tc('import_verdict', v)} <span className="num">{count(b, v)}</span></button>
          ))}
        </div>
      }
      empty={{ title: t('import.no_rows') }}
    />
  )
}

/* Takes the batch back; where somebody has built on it, says on what. */
function Undo({ b, changed }: { b: ImportBatch; changed: () => Promise<unknown> }) {
  const [asking, setAsking] = useState(false)
  const [obstacles, setObstacles] = useState<Obstacle[]>([])
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>{t('import.undo')}</Button>
      {asking && (
        <FormModal<object> title={t('import.undo_title')} ok={t('import.undo')} danger close={() => setAsking(false)}
          submit={async () => {
            try {
              await undo(b.id)
            } catch (e) {
              if (e instanceof ApiError) setObstacles((e.details.obstacles as Obstacle[] | undefined) ?? [])
              throw e
            }
            await changed()
          }}>
          <p style={{ marginBottom: 12 }}>{t('import.undo_text', { n: count(b, 'new') + count(b, 'changed') })}</p>
          {obstacles.length > 0 && (
            <div className="note warn">
              <b>{t('import.no_undo')}</b>
              {obstacles.slice(0, 20).map((o, i) => <div key={i}>{o.name}{t('punctuation.colon')}{tc('undo_reason', o.what)}</div>)}
              {obstacles.length > 20 && <div>{t('today.more', { n: obstacles.length - 20 })}</div>}
            </div>
          )}
        </FormModal>
      )}
    </>
  )
}

function Preview({ b, changed }: { b: ImportBatch; changed: () => Promise<unknown> }) {
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const act = async (f: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    try {
      await f()
      await changed()
    } catch (e) {
      void message.error(errorText(e), 6)
    } finally {
      setBusy(false)
    }
  }
  const store = count(b, 'new') + count(b, 'changed')
  return (
    <section className="card">
      <p style={{ marginBottom: 12 }}>{t('import.preview_text', { rows: b.report.counts?.rows ?? 0, store, same: count(b, 'same'), refuse: count(b, 'refused') })}</p>
      {!b.previewable && <Note kind="warn">{t('import.too_old')}</Note>}
      <div className="row">
        <Button type="primary" loading={busy} disabled={store === 0 || !b.previewable} onClick={() => void act(() => confirm(b.id))}>{t('import.confirm', { n: store })}</Button>
        <Button disabled={busy} onClick={() => void act(async () => { await cancel(b.id); void navigate('/imports') })}>{t('import.cancel')}</Button>
      </div>
    </section>
  )
}

function State({ b, changed }: { b: ImportBatch; changed: () => Promise<unknown> }) {
  const share = b.total > 0 ? b.done / b.total : 0
  if (b.phase === 'writing') return <section className="card"><ProgressBar share={share} label={t('import.confirming', { done: b.done, total: b.total })} /></section>
  if (busyWith(b)) return <section className="card"><ProgressBar share={share} label={t('import.reading', { done: b.done, total: b.total })} /></section>
  switch (b.state) {
    case 'refused': return <Note kind="bad"><b>{t('import.refused')}</b><div>{tc('import_refused', b.report.kind ?? 'unreadable')}</div></Note>
    case 'cancelled': return <Note kind="info">{t('import.cancelled')}</Note>
    case 'undone': return <Note kind="info">{t('import.undone')}</Note>
    case 'confirmed': return (
      <section className="card">
        <Note kind="good">{t('import.confirmed', { n: count(b, 'new') + count(b, 'changed'), refuse: count(b, 'refused'), at: moment(b.confirmed_at) })}</Note>
        <div className="row"><Link to={`/people?organisation_id=${b.organisation_id ?? ''}`}><Button type="primary" tabIndex={-1}>{t('import.to_roster')}</Button></Link><Undo b={b} changed={changed} /></div>
      </section>
    )
    default: return b.report.verdict === 'failed' ? <Note kind="bad">{t('import.failed')} {tc('error', b.report.kind)}</Note> : <Preview b={b} changed={changed} />
  }
}

export default function Import() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const q = useQuery({
    queryKey: ['import', id], queryFn: () => batch(id), staleTime: 0,
    refetchInterval: (query) => (query.state.data && busyWith(query.state.data) ? 400 : false),
  })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const b = q.data
  const changed = () => client.invalidateQueries()
  const rows = b.state === 'preview' && !busyWith(b) && b.previewable && b.report.verdict === 'read'
  return (
    <>
      <PageHeader title={b.file_name} sub={<span className="row">{tc('import_kind', b.kind)} {!busyWith(b) && <ImportTag state={b.state} />} <span className="num">{moment(b.created_at)}</span></span>} back={{ to: '/imports', text: t('nav.imports') }} />
      <Steps b={b} />
      <State b={b} changed={changed} />
      {!busyWith(b) && b.report.sheets?.map((s) => <Sheet key={s.index} b={b} sheet={s} changed={changed} />)}
      {rows && <Rows b={b} />}
    </>
  )
}
