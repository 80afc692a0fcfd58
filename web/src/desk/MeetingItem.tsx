/* One person on the agenda: what the rules say, the decision, and what became of it. */
import { Button, Form, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Meeting, MeetingItem } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { Refusal } from '../platform/FormModal'
import { ApiError, faultText } from '../platform/http'
import { DayInput } from '../platform/inputs'
import { StageTag, StateTag } from '../platform/StageTag'
import { givenReasons, Warnings } from '../development/Warnings'
import { decideItem, removeItem } from './api'
import { PaperTag, RuleTags } from './Awaiting'

interface Values { decision: string; votes_for?: number | null; votes_against?: number | null; votes_abstain?: number | null; reason?: string; number?: string; received_on?: string }
interface Props { m: Meeting; item: MeetingItem; number: number; done: (m: Meeting) => void }

const itemKinds = { open: 'info', recorded: 'good', returned: 'warn', put_off: 'quiet', deliberated: 'good', off: 'quiet' } as const
const counted = (n: number): number | undefined => (n < 0 ? undefined : n)

/* The days that go on the form, from the record itself. */
function Printed({ item }: { item: MeetingItem }) {
  if (item.step === 'approval' && item.decision !== 'not_approved' && item.joined_on && item.printed_until)
    return <div className="small">{t('meeting.probation', { from: day(item.joined_on), until: day(item.printed_until) })}</div>
  if (item.step === 'convert_approval' && item.decision !== 'not_approved' && item.full_on) return <div className="small">{t('meeting.full_on', { day: day(item.full_on) })}</div>
  return null
}

function Told({ item }: { item: MeetingItem }) {
  if (!item.decision) return null
  const parts = [
    item.votes_for >= 0 && t('meeting.votes_told', { for: item.votes_for, against: item.votes_against, abstain: item.votes_abstain }),
    item.reason, item.number,
  ].filter(Boolean)
  return <p><b>{tc('decision', item.decision)}</b>{parts.length > 0 && ` · ${parts.join(' · ')}`}</p>
}

function Votes({ needed }: { needed: boolean }) {
  return (
    <fieldset className="plain">
      <legend>{t(needed ? 'meeting.votes' : 'meeting.votes_optional')}</legend>
      <div className="three">
        <Form.Item name="votes_for" label={t('meeting.for')}><InputNumber min={0} max={1000} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="votes_against" label={t('meeting.against')}><InputNumber min={0} max={1000} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="votes_abstain" label={t('meeting.abstain')}><InputNumber min={0} max={1000} style={{ width: '100%' }} /></Form.Item>
      </div>
    </fieldset>
  )
}

function Decide({ m, item, done }: Props) {
  const [form] = Form.useForm<Values>()
  const [decision, setDecision] = useState(item.decision ?? '')
  const [reasons, setReasons] = useState<Record<string, string>>(Object.fromEntries((item.reasons ?? []).map((r) => [r.rule, r.reason])))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const ballot = item.ballot && m.power === 'decides'
  const settles = decision === 'agreed' || decision === 'not_approved'
  const submit = async (v: Values): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const votes = settles && v.votes_for != null ? { votes_for: v.votes_for, votes_against: v.votes_against ?? 0, votes_abstain: v.votes_abstain ?? 0 } : {}
      done(await decideItem(m.id, item.id, { decision: v.decision, ...votes, reason: v.reason || undefined, number: v.number || undefined, received_on: v.received_on || undefined, reasons: givenReasons(item.warnings, reasons), version: m.version }))
    } catch (e) {
      setError(e)
      if (e instanceof ApiError) form.setFields(e.fields.map((f) => ({ name: f.field as never, errors: [faultText(f)] })))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Values> form={form} name={`decide-${item.id}`} layout="vertical" className="no-print" scrollToFirstError onFinish={(v) => void submit(v)} onValuesChange={(_, v) => setDecision(v.decision ?? '')}
      initialValues={{ decision: item.decision ?? undefined, votes_for: counted(item.votes_for), votes_against: counted(item.votes_against), votes_abstain: counted(item.votes_abstain), reason: item.reason ?? '', number: item.number ?? '', received_on: item.received_on ?? '' }}>
      {error !== null && <Refusal error={error} />}
      <Form.Item name="decision" label={t('decision.help')} rules={[{ required: true, message: t('fault.required') }]}>
        <Radio.Group options={['agreed', 'returned', 'not_approved', 'put_off'].map((v) => ({ value: v, label: tc('decision', v) }))} />
      </Form.Item>
      {settles && <Votes needed={ballot} />}
      {settles && item.receives && <Form.Item name="received_on" label={t('meeting.received_on')}><DayInput max={m.held_on ?? undefined} style={{ maxWidth: 220 }} /></Form.Item>}
      {settles && m.power === 'decides' && <Form.Item name="number" label={t('meeting.reply')}><Input maxLength={100} style={{ maxWidth: 360 }} /></Form.Item>}
      {decision && decision !== 'agreed' && <Form.Item name="reason" label={t('meeting.reason')} rules={[{ required: true, min: 2, message: t('action.reason_needed') }]}><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
      {settles && m.power === 'decides' && <Warnings items={item.warnings} reasons={reasons} set={setReasons} />}
      <Button type="primary" htmlType="submit" loading={busy}>{t('meeting.save')}</Button>
    </Form>
  )
}

export function AgendaItem(p: Props) {
  const { m, item, number, done } = p
  const [changing, setChanging] = useState(false)
  const open = changing || item.decision === null || item.refusal !== null
  const [busy, setBusy] = useState(false)
  const live = item.state === 'open' && (m.state === 'draft' || m.state === 'held')
  const off = (): void => {
    setBusy(true)
    removeItem(m.id, item.id, m.version).then(done).finally(() => setBusy(false))
  }
  return (
    <article className="card long" aria-label={t('meeting.number', { n: number })}>
      <div className="card-head">
        <h3 style={{ fontSize: 15 }}>{number}. <Link to={`/cases/${item.case_id}`}>{item.person_name}</Link> <span style={{ fontWeight: 400 }}>{tr(item.title)}</span></h3>
        <span className="row" style={{ gap: 8 }}>
          {live && m.state === 'draft' && <RuleTags stops={item.stops} warnings={item.warnings} />}
          {live && <PaperTag x={item} />}
          {item.stage && <StageTag stage={item.stage} />}
          {item.state !== 'open' ? <StateTag kind={itemKinds[item.state]}>{tc('item_state', item.state)}</StateTag> : item.decision && <StateTag kind="info">{t('meeting.decided')}</StateTag>}
        </span>
      </div>
      <div className="muted">{item.branch_name}</div>
      <Printed item={item} />
      {live && m.state === 'held' && item.stops.length > 0 && <div className="note bad no-print"><b>{t('rule.stops')}</b><Findings items={item.stops} /></div>}
      {item.refusal && (
        <div className="note bad" role="status">
          <b>{t('meeting.refused')}</b>
          <Findings items={[...item.refusal.stops, ...item.refusal.warnings]} />
          {item.refusal.fields?.map((f) => <div key={f.field}>{faultText(f)}</div>)}
        </div>
      )}
      <Told item={item} />
      {live && m.state === 'held' && (open ? <Decide {...p} done={(next) => { setChanging(false); done(next) }} /> : <Button size="small" className="no-print" onClick={() => setChanging(true)}>{t('meeting.change_decision')}</Button>)}
      {live && !item.decision && <p className="no-print" style={{ marginTop: 10 }}><Button size="small" loading={busy} onClick={off}>{t('meeting.remove')}</Button></p>}
    </article>
  )
}
