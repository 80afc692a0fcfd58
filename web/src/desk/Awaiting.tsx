/* Cases that await a decision, with clocks and what the rules say; chosen ones go on an agenda. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Awaiting, Desk } from '../api'
import { t, tr } from '../i18n'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { FormModal } from '../platform/FormModal'
import { DayInput, PlainSelect } from '../platform/inputs'
import { Empty } from '../platform/plain'
import { useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { usePhone } from '../platform/usePhone'
import { addItems, meeting, meetings, openMeeting } from './api'
import '../platform/lists.css'

const keyOf = (x: Awaiting): string => `${x.case_id}/${x.step}`

/* The dossier contradicts itself: to be read before it is decided on. */
export function PaperTag({ x }: { x: Pick<Awaiting, 'case_id' | 'contradictions'> }) {
  if (x.contradictions === 0) return null
  return <Link to={`/dossiers?case=${x.case_id}`}><StateTag kind="bad">{t('desk.papers_n', { n: x.contradictions })}</StateTag></Link>
}

export function RuleTags({ stops, warnings }: Pick<Awaiting, 'stops' | 'warnings'>) {
  if (stops.length + warnings.length === 0) return <StateTag kind="good">{t('desk.clear')}</StateTag>
  return (
    <details className="why-not">
      <summary>
        {stops.length > 0 && <StateTag kind="bad">{t('desk.stops_n', { n: stops.length })}</StateTag>}{' '}
        {warnings.length > 0 && <StateTag kind="warn">{t('desk.warnings_n', { n: warnings.length })}</StateTag>}
      </summary>
      <Findings items={[...stops, ...warnings]} />
    </details>
  )
}

function Term({ x }: { x: Awaiting }) {
  if (x.overdue_days > 0) return <StateTag kind="bad">{t('debt.overdue', { n: x.overdue_days })}</StateTag>
  return x.due_on ? <span className="num">{x.due_on}</span> : null
}

function Last({ x }: { x: Awaiting }) {
  if (x.meeting_id) return <Link to={`/desk/meetings/${x.meeting_id}`}>{t('desk.on_agenda')}</Link>
  if (!x.last_state || !x.last_on) return null
  const params = { day: day(x.last_on), reason: x.last_reason ?? '' }
  if (x.last_deliberated) return <span className="small">{t('desk.deliberated_on', params)}</span>
  return <span className="small">{t(x.last_state === 'returned' ? 'desk.returned_on' : 'desk.put_off_on', params)}</span>
}

function Pick({ x, on, toggle }: { x: Awaiting; on: boolean; toggle: (x: Awaiting, on: boolean) => void }) {
  return <input type="checkbox" disabled={x.meeting_id !== null} checked={on} aria-label={t('table.select_one', { name: `${x.person_name} ${tr(x.title)}` })} onChange={(e) => toggle(x, e.target.checked)} />
}

/* Onto a new agenda, or one that is not held yet. */
function ToAgenda({ d, items, close, done }: { d: Desk; items: Awaiting[]; close: () => void; done: () => void }) {
  const session = useSession()
  const navigate = useNavigate()
  const drafts = useQuery({ queryKey: ['meetings', d.organisation_id, 'draft'], queryFn: () => meetings({ organisation_id: d.organisation_id, state: 'draft', limit: 20 }) })
  const entries = items.map((x) => ({ case_id: x.case_id, step_code: x.step }))
  return (
    <FormModal<{ to: string; title: string; planned_on?: string }> title={t('desk.agenda_title', { n: items.length })} ok={t('desk.agenda')} close={close}
      initial={{ to: '', title: t('desk.meeting_default', { day: session.today }), planned_on: session.today }}
      submit={async (v) => {
        const m = v.to ? await addItems(v.to, { items: entries, version: (await meeting(v.to)).version })
          : await openMeeting({ organisation_id: d.organisation_id, title: v.title, planned_on: v.planned_on || undefined, items: entries })
        done()
        void navigate(`/desk/meetings/${m.id}`)
      }}>
      {(form) => (
        <>
          {(drafts.data?.items.length ?? 0) > 0 && (
            <Form.Item name="to" label={t('desk.agenda')}>
              <PlainSelect placeholder={t('desk.agenda_new')} options={drafts.data!.items.map((m) => ({ value: m.id, label: t('desk.agenda_open', { title: m.title }) }))} />
            </Form.Item>
          )}
          <Form.Item noStyle shouldUpdate>
            {() => !form.getFieldValue('to') && (
              <>
                <Form.Item name="title" label={t('desk.meeting_title')} rules={[{ required: true, max: 100 }]}><Input maxLength={100} /></Form.Item>
                <Form.Item name="planned_on" label={t('desk.planned_on')}><DayInput style={{ maxWidth: 220 }} /></Form.Item>
              </>
            )}
          </Form.Item>
        </>
      )}
    </FormModal>
  )
}

function Grid({ d, picked, toggle }: { d: Desk; picked: string[]; toggle: (x: Awaiting, on: boolean) => void }) {
  return (
    <table className="grid">
      <caption className="visually-hidden">{t('desk.tab.awaiting')}</caption>
      <thead><tr><th style={{ width: 40 }}><span className="visually-hidden">{t('desk.agenda')}</span></th><th scope="col">{t('field.name')}</th><th scope="col">{t('field.branch')}</th><th scope="col">{t('desk.step')}</th><th scope="col">{t('desk.since')}</th><th scope="col">{t('desk.due')}</th><th scope="col">{t('desk.findings')}</th><th scope="col">{t('desk.agenda')}</th></tr></thead>
      <tbody>
        {d.items.map((x) => (
          <tr key={keyOf(x)}>
            <td><Pick x={x} on={picked.includes(keyOf(x))} toggle={toggle} /></td>
            <td className="nowrap"><Link to={`/cases/${x.case_id}`}>{x.person_name}</Link></td>
            <td>{x.branch_name}</td>
            <td>{tr(x.title)}</td>
            <td className="nowrap num">{x.since_on}</td>
            <td className="nowrap"><Term x={x} /></td>
            <td><RuleTags stops={x.stops} warnings={x.warnings} /> <PaperTag x={x} /></td>
            <td><Last x={x} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cards({ d, picked, toggle }: { d: Desk; picked: string[]; toggle: (x: Awaiting, on: boolean) => void }) {
  return (
    <div className="cards">
      {d.items.map((x) => (
        <div className="item" key={keyOf(x)}>
          <div className="item-top">
            <span className="row" style={{ gap: 8 }}><Pick x={x} on={picked.includes(keyOf(x))} toggle={toggle} /><Link to={`/cases/${x.case_id}`}>{x.person_name}</Link></span><Term x={x} />
          </div>
          <div>{tr(x.title)}</div>
          <div className="meta">{x.branch_name} · {t('debt.since', { day: day(x.since_on) })}</div>
          <div className="meta"><RuleTags stops={x.stops} warnings={x.warnings} /> <PaperTag x={x} /></div>
          <div className="meta"><Last x={x} /></div>
        </div>
      ))}
    </div>
  )
}

export function AwaitingList({ d }: { d: Desk }) {
  const phone = usePhone()
  const client = useQueryClient()
  const [picked, setPicked] = useState<string[]>([])
  const [asking, setAsking] = useState(false)
  const toggle = (x: Awaiting, on: boolean): void => setPicked((old) => (on ? [...old, keyOf(x)] : old.filter((k) => k !== keyOf(x))))
  const items = d.items.filter((x) => picked.includes(keyOf(x)))
  if (d.items.length === 0) return <div className="card"><Empty title={t('desk.empty')}>{t('desk.empty_text')}</Empty></div>
  return (
    <section className="list-box" aria-label={t('desk.tab.awaiting')}>
      {items.length > 0 && (
        <div className="picked">
          <span>{t('table.selected', { n: items.length })}</span>
          <Button type="primary" size="small" onClick={() => setAsking(true)}>{t('desk.agenda')}</Button>
          <Button type="link" size="small" onClick={() => setPicked([])}>{t('table.clear')}</Button>
        </div>
      )}
      {phone ? <Cards d={d} picked={picked} toggle={toggle} /> : <Grid d={d} picked={picked} toggle={toggle} />}
      {d.more && <div className="foot-line">{t('desk.more')}</div>}
      {asking && <ToAgenda d={d} items={items} close={() => setAsking(false)} done={() => { setPicked([]); void client.invalidateQueries({ queryKey: ['desk'] }); void client.invalidateQueries({ queryKey: ['meetings'] }) }} />}
    </section>
  )
}
