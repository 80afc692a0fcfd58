/* Filing in batches: one number and one day over many people. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Desk, Filed, Filing } from '../api'
import { t, tr } from '../i18n'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { FormModal } from '../platform/FormModal'
import { faultText } from '../platform/http'
import { DayInput } from '../platform/inputs'
import { Empty, Note } from '../platform/plain'
import { useSession } from '../platform/session'
import { usePhone } from '../platform/usePhone'
import { file } from './api'

const keyOf = (x: Filing): string => `${x.case_id}/${x.step}`

function Batch({ items, close, done }: { items: Filing[]; close: () => void; done: (f: Filed) => Promise<unknown> }) {
  const session = useSession()
  return (
    <FormModal<{ number: string; happened_on: string; reason?: string }> title={t('filing.title', { n: items.length, step: tr(items[0]!.title) })} ok={t('filing.go')} close={close} initial={{ happened_on: session.today }}
      submit={async (v) => done(await file({ step_code: items[0]!.step, happened_on: v.happened_on, number: v.number, reason: v.reason || undefined, case_ids: items.map((x) => x.case_id) }))}>
      <Form.Item name="number" label={t('filing.number')} rules={[{ required: true }]}><Input maxLength={100} /></Form.Item>
      <Form.Item name="happened_on" label={t('filing.on')} rules={[{ required: true }]}><DayInput max={session.today} style={{ maxWidth: 220 }} /></Form.Item>
      <Form.Item name="reason" label={t('filing.reason')} extra={t('filing.reason_help')}><Input maxLength={200} /></Form.Item>
    </FormModal>
  )
}

function NotFiled({ filed, names }: { filed: Filed; names: Record<string, string> }) {
  const left = filed.items.filter((i) => !i.recorded)
  if (left.length === 0) return null
  return (
    <Note kind="warn">
      {left.map((i) => (
        <div key={i.case_id}>
          <b>{t('filing.refused', { name: names[i.case_id] ?? '' })}</b>
          <Findings items={[...(i.refusal?.stops ?? []), ...(i.refusal?.warnings ?? [])]} />
          {i.refusal?.fields?.map((f) => <div key={f.field}>{faultText(f)}</div>)}
        </div>
      ))}
    </Note>
  )
}

export function FilingList({ d }: { d: Desk }) {
  const client = useQueryClient()
  const phone = usePhone()
  const { message } = App.useApp()
  const [picked, setPicked] = useState<string[]>([])
  const [asking, setAsking] = useState(false)
  const [filed, setFiled] = useState<Filed | null>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  const items = d.filings.filter((x) => picked.includes(keyOf(x)))
  const mixed = items.some((x) => x.step !== items[0]!.step)
  const done = async (f: Filed): Promise<void> => {
    setNames(Object.fromEntries(items.map((x) => [x.case_id, x.person_name])))
    setFiled(f)
    setPicked([])
    if (f.recorded > 0) void message.success(t('filing.done', { n: f.recorded }))
    await client.invalidateQueries({ queryKey: ['desk'] })
  }
  const toggle = (keys: string[], on: boolean): void => setPicked((old) => (on ? [...new Set([...old, ...keys])] : old.filter((k) => !keys.includes(k))))
  const groups = [...new Set(d.filings.map((x) => x.step))].map((step) => d.filings.filter((x) => x.step === step))
  return (
    <>
      {filed && <NotFiled filed={filed} names={names} />}
      {d.filings.length === 0 && <div className="card"><Empty title={t('filing.empty')}>{t('filing.empty_text')}</Empty></div>}
      {items.length > 0 && (
        <div className="picked card">
          <span>{t('table.selected', { n: items.length })}</span>
          <Button type="primary" size="small" disabled={mixed} onClick={() => setAsking(true)}>{t('filing.go')}</Button>
          {mixed && <span className="small">{t('filing.one_step')}</span>}
        </div>
      )}
      {groups.map((g) => (
        <section className="list-box" key={g[0]!.step} aria-label={tr(g[0]!.title)} style={{ marginBottom: 16 }}>
          <table className="grid">
            <caption className="visually-hidden">{tr(g[0]!.title)}</caption>
            <thead><tr>
              <th style={{ width: 40 }}><input type="checkbox" aria-label={t('table.select_all')} checked={g.every((x) => picked.includes(keyOf(x)))} onChange={(e) => toggle(g.map(keyOf), e.target.checked)} /></th>
              <th scope="col">{tr(g[0]!.title)}</th>{!phone && <th scope="col">{t('field.branch')}</th>}<th scope="col">{t('desk.since')}</th>
            </tr></thead>
            <tbody>
              {g.map((x) => (
                <tr key={keyOf(x)}>
                  <td><input type="checkbox" aria-label={t('table.select_one', { name: x.person_name })} checked={picked.includes(keyOf(x))} onChange={(e) => toggle([keyOf(x)], e.target.checked)} /></td>
                  <td><Link to={`/cases/${x.case_id}`}>{x.person_name}</Link>{phone && <div className="meta">{x.branch_name}</div>}</td>{!phone && <td>{x.branch_name}</td>}<td className="nowrap">{day(x.since_on)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {asking && items.length > 0 && <Batch items={items} close={() => setAsking(false)} done={done} />}
    </>
  )
}
