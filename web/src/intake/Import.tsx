/* One batch on its way: read, preview with every fault in words, confirm, done, undo. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ImportBatch, ImportRow, ImportSheet } from '../api'
import { t, tc, type Key } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { moment } from '../platform/dates'
import { errorText } from '../platform/http'
import { PlainSelect } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { ProgressBar } from '../platform/UploadList'
import { useFilters } from '../platform/useFilters'
import { batch, batchRows, cancel, confirm, fields, setMapping, undo } from './api'
import { ImportTag } from './Imports'

const VERDICTS = ['new', 'changed', 'refused', 'warned', 'same'] as const
const colour = { new: 'good', changed: 'info', same: 'quiet', refused: 'bad', warned: 'warn' } as const
const verdictColour = (v: string) => colour[v as keyof typeof colour] ?? 'quiet'

function count(b: ImportBatch, v: string): number {
  return { new: b.counts.new, changed: b.counts.changed, same: b.counts.same, refused: b.counts.refuse, warned: b.counts.warn }[v] ?? 0
}

function Steps({ b }: { b: ImportBatch }) {
  const here = { reading: 1, preview: 2, confirming: 3, confirmed: 4, undone: 4, refused: 1, cancelled: 2 }[b.state]
  return (
    <ol className="wizard no-print">
      {(['import.step_upload', 'import.step_read', 'import.step_preview', 'import.step_confirm', 'import.step_done'] as Key[]).map((k, i) => (
        <li key={k} className={i < here ? 'past' : i === here ? 'here' : ''} aria-current={i === here ? 'step' : undefined}>{t(k)}</li>
      ))}
    </ol>
  )
}

/* Which column is what. A heading we do not know can be given a field; the rows are read again. */
function Sheet({ b, sheet, changed }: { b: ImportBatch; sheet: ImportSheet; changed: () => Promise<unknown> }) {
  const { message } = App.useApp()
  const known = useQuery({ queryKey: ['import-fields', b.kind], queryFn: () => fields(b.kind), staleTime: Infinity })
  const [busy, setBusy] = useState(false)
  const options = (known.data?.items ?? []).map((f) => ({ value: f.field, label: tc('import_field', f.field) }))
  const unknown = sheet.mapping.filter((m) => !m.field && m.heading)
  const set = async (column: string, field: string | null): Promise<void> => {
    setBusy(true)
    try {
      await setMapping(b.id, { sheet: sheet.name, mapping: [{ column, field }] })
      await changed()
    } catch (e) {
      void message.error(errorText(e))
    } finally {
      setBusy(false)
    }
  }
  return (
    <details className="card" open={unknown.length > 0}>
      <summary style={{ cursor: 'pointer' }}>
        <b>{sheet.name}</b> <span className="muted">{sheet.use ? t('import.sheet_line', { rows: sheet.heading_rows.join('–'), n: sheet.mapping.filter((m) => m.field).length }) : t('import.sheet_unused')}</span>
        {sheet.use && unknown.length > 0 && <> <StateTag kind="warn">{t('import.unknown_headings', { n: unknown.length })}</StateTag></>}
      </summary>
      {sheet.use && (
        <div style={{ marginTop: 12, display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(210px, 1fr))', gap: '10px 16px' }}>
          {sheet.mapping.map((m) => (
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

function Faults({ r }: { r: ImportRow }) {
  return (
    <>
      {r.faults.map((f, i) => (
        <div key={i} className={f.verdict === 'refuse' ? 'late' : ''} style={{ fontWeight: 400 }}>
          {f.column && <b>{t('import.column', { column: f.column, heading: f.heading ?? '' })}</b>} {tc('import_fault', f.kind)}
        </div>
      ))}
      {r.changes.map((c) => <div key={c.field} className="small">{tc('import_field', c.field)}{t('punctuation.colon')}<span className="muted">{c.before ?? t('import.empty_value')}</span> → {c.after ?? t('import.empty_value')}</div>)}
    </>
  )
}

const columns = (): Column<ImportRow>[] => [
  { key: 'row', title: t('import.row'), render: (r) => <span className="num">{r.sheet} {r.row}</span>, className: 'nowrap', width: 130 },
  { key: 'verdict', title: t('import.verdict'), render: (r) => <StateTag kind={verdictColour(r.verdict)}>{tc('import_verdict', r.verdict)}</StateTag>, className: 'nowrap', width: 90 },
  { key: 'name', title: t('field.name'), render: (r) => r.name ?? t('import.no_name'), className: 'nowrap', width: 110 },
  { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name, width: 220 },
  { key: 'why', title: t('import.why'), render: (r) => <Faults r={r} /> },
]

function Rows({ b }: { b: ImportBatch }) {
  const [f, set] = useFilters()
  const verdict = f.verdict ?? VERDICTS.find((v) => v === 'refused' && count(b, v) > 0) ?? VERDICTS.find((v) => count(b, v) > 0) ?? 'new'
  return (
    <PageTable<ImportRow>
      name={`import-rows-${b.id}-${b.state}-${JSON.stringify(b.counts)}`} label={t('import.rows')} query={{ verdict }} load={(query) => batchRows(b.id, query)} rowKey={(r) => `${r.sheet}/${r.row}`} columns={columns()}
      card={(r) => (
        <>
          <div className="item-top"><b>{r.name ?? t('import.no_name')}</b><StateTag kind={verdictColour(r.verdict)}>{tc('import_verdict', r.verdict)}</StateTag></div>
          <div className="meta num">{t('import.row_of', { sheet: r.sheet, row: r.row })}{r.branch_name && ` · ${r.branch_name}`}</div>
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

function Undo({ b, changed }: { b: ImportBatch; changed: () => Promise<unknown> }) {
  const ask = useConfirm()
  if (!b.undo) return null
  if (!b.undo.possible)
    return (
      <Note kind="info">
        <b>{t('import.no_undo')}</b>
        {b.undo.reasons.map((r, i) => <div key={i}>{typeof r === 'string' ? tc('undo_reason', r) : tc('undo_reason', r.code, r.params)}</div>)}
      </Note>
    )
  return <Button danger onClick={() => ask({ title: t('import.undo_title'), text: t('import.undo_text', { n: b.counts.new + b.counts.changed }), ok: t('import.undo'), danger: true, done: t('import.undone'), run: async () => { await undo(b.id); await changed() } })}>{t('import.undo')}</Button>
}

function State({ b, changed }: { b: ImportBatch; changed: () => Promise<unknown> }) {
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
  const share = b.progress.total > 0 ? b.progress.done / b.progress.total : 0
  const store = b.counts.new + b.counts.changed
  switch (b.state) {
    case 'reading': return <section className="card"><ProgressBar share={share} label={t('import.reading', { done: b.progress.done, total: b.progress.total })} /></section>
    case 'confirming': return <section className="card"><ProgressBar share={share} label={t('import.confirming', { done: b.progress.done, total: b.progress.total })} /></section>
    case 'refused': return <Note kind="bad"><b>{t('import.refused')}</b><div>{tc('import_refused', b.message_code ?? 'unreadable')}</div></Note>
    case 'cancelled': return <Note kind="info">{t('import.cancelled')}</Note>
    case 'undone': return <Note kind="info">{t('import.undone')}</Note>
    case 'confirmed': return (
      <section className="card">
        <Note kind="good">{t('import.confirmed', { n: store, refuse: b.counts.refuse, at: moment(b.confirmed_at) })}</Note>
        <div className="row"><Link to={`/people?organisation_id=${b.organisation_id}`}><Button type="primary" tabIndex={-1}>{t('import.to_roster')}</Button></Link><Undo b={b} changed={changed} /></div>
      </section>
    )
    default: return (
      <section className="card">
        <p style={{ marginBottom: 12 }}>{t('import.preview_text', { rows: b.counts.rows, store, same: b.counts.same, refuse: b.counts.refuse })}</p>
        <div className="row">
          <Button type="primary" loading={busy} disabled={store === 0} onClick={() => void act(() => confirm(b.id))}>{t('import.confirm', { n: store })}</Button>
          <Button disabled={busy} onClick={() => void act(async () => { await cancel(b.id); void navigate('/imports') })}>{t('import.cancel')}</Button>
        </div>
      </section>
    )
  }
}

export default function Import() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const q = useQuery({
    queryKey: ['import', id], queryFn: () => batch(id), staleTime: 0,
    refetchInterval: (query) => (['reading', 'confirming'].includes(query.state.data?.state ?? '') ? 500 : false),
  })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const b = q.data
  const changed = () => client.invalidateQueries()
  const rows = !['reading', 'refused', 'cancelled'].includes(b.state)
  return (
    <>
      <PageHeader title={b.file_name} sub={<span className="row">{tc('import_kind', b.kind)} <ImportTag state={b.state} /> <span className="num">{moment(b.created_at)}</span></span>} back={{ to: '/imports', text: t('nav.imports') }} />
      <Steps b={b} />
      <State b={b} changed={changed} />
      {rows && b.sheets.map((s) => <Sheet key={s.name} b={b} sheet={s} changed={changed} />)}
      {rows && <Rows b={b} />}
    </>
  )
}
