/* Places of a year: given, handed down, used; and who could reach the assembly when. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { Plan, PlanRow } from '../api'
import { t } from '../i18n'
import { moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { DayInput, OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { givePlaces, plan } from './api'
import { ForecastTable } from './Forecast'
import '../platform/lists.css'

function Give({ p, row, close, done }: { p: Plan; row: PlanRow; close: () => void; done: () => Promise<unknown> }) {
  const session = useSession()
  return (
    <FormModal<{ places: number; given_on: string; number?: string; reason?: string }> title={t('plan.give_title', { name: row.name })} ok={t(row.plan_id ? 'plan.change' : 'plan.give')} close={close}
      initial={{ places: row.plan_id ? row.places : undefined, given_on: session.today }}
      submit={async (v) => {
        await givePlaces({ organisation_id: row.organisation_id, year: p.year, places: v.places, given_on: v.given_on, number: v.number || undefined, reason: v.reason || undefined, replaces_id: row.plan_id ?? undefined })
        await done()
      }}>
      <Form.Item name="places" label={t('plan.places')} rules={[{ required: true }]}><InputNumber min={0} max={100000} precision={0} style={{ width: 160 }} /></Form.Item>
      <Form.Item name="given_on" label={t('plan.given_on')} rules={[{ required: true }]}><DayInput max={session.today} style={{ maxWidth: 220 }} /></Form.Item>
      <Form.Item name="number" label={t('plan.number')}><Input maxLength={100} /></Form.Item>
      {row.plan_id && <Form.Item name="reason" label={t('plan.reason')} rules={[{ required: true, min: 2 }]}><Input maxLength={200} /></Form.Item>}
    </FormModal>
  )
}

function Free({ r }: { r: PlanRow }) {
  const free = r.places - r.admitted - r.reserved
  if (!r.plan_id) return null
  return free < 0 ? <StateTag kind="warn">{t('plan.over', { n: -free })}</StateTag> : <>{free}</>
}

function Rows({ p, open, give }: { p: Plan; open: (id: string) => void; give: (r: PlanRow) => void }) {
  return (
    <section className="list-box scroll-x" style={{ marginBottom: 16 }}>
      <table className="grid stack-phone">
        <caption className="visually-hidden">{t('nav.plan')}</caption>
        <thead><tr><th scope="col">{t('plan.organisation')}</th><th scope="col" className="right">{t('plan.places')}</th><th scope="col" className="right">{t('plan.given_down')}</th><th scope="col" className="right">{t('plan.admitted')}</th><th scope="col" className="right">{t('plan.reserved')}</th><th scope="col" className="right">{t('plan.free')}</th><th scope="col" className="no-print"><span className="visually-hidden">{t('table.actions')}</span></th></tr></thead>
        <tbody>
          {p.rows.map((r) => (
            <tr key={r.organisation_id} className={r.own ? 'own-row' : undefined}>
              <td>{r.own ? <b>{r.name}</b> : <button type="button" className="linklike" onClick={() => open(r.organisation_id)}>{r.name}</button>}</td>
              <td className="right num" data-label={t('plan.places')}>{r.plan_id ? r.places : <span className="muted">{t('plan.none')}</span>}</td>
              <td className="right num" data-label={t('plan.given_down')}>{r.given_down}</td>
              <td className="right num" data-label={t('plan.admitted')}>{r.admitted}</td>
              <td className="right num" data-label={t('plan.reserved')}>{r.reserved}</td>
              <td className="right num" data-label={t('plan.free')}><Free r={r} /></td>
              <td className="nowrap no-print">{r.may_give && <Button size="small" onClick={() => give(r)}>{t(r.plan_id ? 'plan.change' : 'plan.give')}</Button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function History({ p }: { p: Plan }) {
  if (p.history.length === 0) return null
  return (
    <section className="card long">
      <h2>{t('plan.history')}</h2>
      {p.history.map((h) => (
        <div className={h.stands ? 'event' : 'event not-standing'} key={h.id}>
          <span className="when">{h.given_on}</span>
          <div>
            {t('plan.history_line', { name: h.organisation_name, n: h.places })}
            <div className="muted small">{[h.number, h.reason, h.recorded_by_name && `${h.recorded_by_name} ${moment(h.recorded_at)}`, !h.stands && t('plan.replaced')].filter(Boolean).join(' · ')}</div>
          </div>
        </div>
      ))}
    </section>
  )
}

export default function PlanPage() {
  const session = useSession()
  const client = useQueryClient()
  const [f, set] = useFilters()
  const thisYear = Number(session.today.slice(0, 4))
  const year = f.year ?? String(thisYear)
  const query = { organisation_id: f.organisation_id, year }
  const q = useQuery({ queryKey: ['plan', query], queryFn: () => plan(query) })
  const [giving, setGiving] = useState<PlanRow | null>(null)
  const years = Array.from({ length: 6 }, (_, i) => String(thisYear + 1 - i))
  return (
    <>
      <PageHeader title={t('nav.plan')} sub={q.data ? `${q.data.organisation_name} · ${t('plan.sub', { year })}` : t('plan.sub', { year })} actions={<Button onClick={() => window.print()}>{t('action.print')}</Button>} />
      <div className="filters">
        <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={q.data?.organisation_name} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
        <PlainSelect aria-label={t('plan.year')} value={year} options={years.map((y) => ({ value: y, label: y }))} onChange={(v) => set({ year: v })} style={{ width: 110 }} />
      </div>
      {q.isPending && <div className="card"><Loading lines={6} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && (
        <>
          <Note kind="info">{q.data.rows[0]?.plan_id ? t('plan.note') : t('plan.empty')}</Note>
          <Rows p={q.data} open={(id) => set({ organisation_id: id })} give={setGiving} />
          <ForecastTable organisationId={q.data.organisation_id} year={year} />
          <History p={q.data} />
          {giving && <Give p={q.data} row={giving} close={() => setGiving(null)} done={() => client.invalidateQueries({ queryKey: ['plan'] })} />}
        </>
      )}
    </>
  )
}
