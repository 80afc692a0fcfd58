/* One notice for those who posted it: days left, its page, objections and their answers. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Finding, Notice as Data } from '../api'
import { t, tc } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { FormModal } from '../platform/FormModal'
import { PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { StateTag } from '../platform/StageTag'
import { answerObjection, notice, receiveObjection, withdrawNotice } from './api'
import { NoticeState } from './Notices'
import { Sheet } from './Sheet'

const Qr = lazy(() => import('../access/Qr'))

interface ActProps { n: Data; done: (n: Data) => void; close: () => void }
type Objection = Data['objections'][number]

export function about(position: number, people: { position: number; name: string }[]): string {
  return people.find((p) => p.position === position)?.name ?? t('notice.whole')
}

function Answer({ n, o, done, close }: ActProps & { o: Objection }) {
  return (
    <FormModal<{ outcome: string; answer: string }> title={t('notice.answer')} ok={t('notice.answer')} close={close} submit={async (v) => done(await answerObjection(n.id, o.id, { ...v, version: n.version }))}>
      <blockquote style={{ margin: '0 0 12px', whiteSpace: 'pre-wrap' }}>{o.text}</blockquote>
      <Form.Item name="outcome" label={t('notice.outcome')} extra={t('notice.outcome_help')} rules={[{ required: true, message: t('fault.required') }]}>
        <PlainSelect placeholder={t('action.choose')} options={['not_upheld', 'upheld'].map((c) => ({ value: c, label: tc('notice_outcome', c) }))} />
      </Form.Item>
      <Form.Item name="answer" label={t('notice.answer_text')} extra={t('notice.answer_help')} rules={[{ required: true, min: 2, message: t('fault.required') }]}><Input.TextArea rows={4} maxLength={1000} /></Form.Item>
    </FormModal>
  )
}

export function ObjectionFields({ people }: { people: { position: number; name: string }[] }) {
  return (
    <>
      <Form.Item name="position" label={t('notice.about')}><PlainSelect options={[{ value: '0', label: t('notice.whole') }, ...people.map((p) => ({ value: String(p.position), label: p.name }))]} /></Form.Item>
      <Form.Item name="text" label={t('notice.objection_text')} rules={[{ required: true, min: 2, message: t('fault.required') }]}><Input.TextArea rows={5} maxLength={2000} /></Form.Item>
      <Form.Item name="name" label={t('notice.objector')}><Input maxLength={40} /></Form.Item>
      <Form.Item name="contact" label={t('notice.objector_contact')}><Input maxLength={100} /></Form.Item>
    </>
  )
}

interface Received { position?: string; text: string; name?: string; contact?: string }

function Receive({ n, done, close }: ActProps) {
  return (
    <FormModal<Received> title={t('notice.receive')} ok={t('notice.receive')} close={close} initial={{ position: '0' }} submit={async (v) => done(await receiveObjection(n.id, { text: v.text, position: Number(v.position ?? 0), name: v.name || undefined, contact: v.contact || undefined }))}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('notice.receive_text')}</p>
      <ObjectionFields people={n.people} />
    </FormModal>
  )
}

function Objections({ n, done }: { n: Data; done: (n: Data) => void }) {
  const [asked, setAsked] = useState<Objection | null>(null)
  const [receiving, setReceiving] = useState(false)
  const stands = n.state === 'open' || n.state === 'ended'
  return (
    <section className="card no-print" aria-labelledby="objections">
      <div className="card-head"><h2 id="objections">{t('notice.objections')}</h2>{n.state === 'open' && <Button onClick={() => setReceiving(true)}>{t('notice.receive')}</Button>}</div>
      {n.receipt && <Note kind="good">{t('notice.receipt_given')} <span className="receipt" data-testid="receipt">{n.receipt}</span></Note>}
      {n.objections.length === 0 && <p className="muted">{t('notice.no_objections')}</p>}
      {n.objections.map((o) => (
        <div className="objection" key={o.id}>
          <div className="row" style={{ gap: 10, flexWrap: 'wrap' }}>
            <b>{t('notice.about_n', { who: about(o.position, n.people) })}</b>
            <span className="muted small">{day(o.received_on)} · {tc('notice_way', o.way)} · {o.name ?? t('notice.unsigned')}{o.contact && ` · ${o.contact}`}</span>
            {o.outcome ? <StateTag kind={o.outcome === 'upheld' ? 'bad' : 'quiet'}>{tc('notice_outcome', o.outcome)}</StateTag> : <StateTag kind="warn">{t('notice.unanswered')}</StateTag>}
          </div>
          <blockquote>{o.text}</blockquote>
          {o.outcome ? <p className="muted">{t('notice.answered', { day: day(o.answered_on), who: o.answered_by_name ?? '', answer: o.answer ?? '' })}</p> : stands && <Button type="primary" onClick={() => setAsked(o)}>{t('notice.answer')}</Button>}
        </div>
      ))}
      {asked && <Answer n={n} o={asked} done={done} close={() => setAsked(null)} />}
      {receiving && <Receive n={n} done={done} close={() => setReceiving(false)} />}
    </section>
  )
}

function Way({ n }: { n: Data }) {
  const address = new URL(`/n/${n.code}`, location.origin).href
  return (
    <section className="card">
      <h2>{t('notice.page')}</h2>
      <div className="notice-way" style={{ marginTop: 10 }}>
        <Suspense fallback={<Loading />}><Qr value={address} label={t('notice.qr')} /></Suspense>
        <div style={{ flex: '1 1 240px' }}>
          <p>{t('notice.page_text')}</p>
          <p style={{ marginTop: 6 }}><a href={address} target="_blank" rel="noreferrer">{address}</a></p>
        </div>
      </div>
    </section>
  )
}

function Standing({ n }: { n: Data }) {
  const waiting = n.objections.filter((o) => !o.outcome).length
  if (n.state === 'withdrawn') return <Note kind="warn">{t('notice.is_withdrawn', { reason: n.withdrawn_reason ?? '' })}</Note>
  if (n.state === 'scheduled') return <Note kind="info">{t('notice.is_scheduled', { day: day(n.posted_on) })}</Note>
  if (n.state === 'open') return <Note kind="info">{t('notice.is_open', { n: n.days_left, last: day(n.last_on) })}</Note>
  if (n.state === 'ended') return <Note kind="warn">{t('notice.is_ended', { n: waiting })}</Note>
  return <Note kind="good">{t('notice.is_closed', { last: day(n.last_on) })}</Note>
}

/* Steps that could not be recorded on the notice's day. */
function Refused({ n }: { n: Data }) {
  return (
    <>
      {n.people.filter((p) => p.refusal).map((p) => (
        <section className="card" key={p.position}>
          <h2>{t('notice.refused', { name: p.name })}</h2>
          <Findings items={(p.refusal as { stops?: Finding[] }).stops ?? []} />
          <p style={{ marginTop: 8 }}><Link to={`/cases/${p.case_id}`}>{t('notice.to_case')}</Link></p>
        </section>
      ))}
    </>
  )
}

export default function Notice() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const confirm = useConfirm()
  const q = useQuery({ queryKey: ['notice', id], queryFn: () => notice(id) })
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (!q.data) return <div className="card"><Loading lines={8} /></div>
  const n = q.data
  const done = (next: Data): void => {
    client.setQueryData(['notice', id], next)
    void client.invalidateQueries({ queryKey: ['notices'] })
  }
  const withdraw = (): void => confirm({ title: t('notice.withdraw_title'), text: t('notice.withdraw_text'), reason: t('action.reason'), ok: t('notice.withdraw'), danger: true, run: async (reason) => done(await withdrawNotice(n.id!, reason, n.version)) })
  const standing = n.state === 'open' || n.state === 'ended' || n.state === 'scheduled'
  return (
    <>
      <PageHeader title={n.title} sub={<><NoticeState state={n.state} /> {n.organisation_name}{n.posted_by_name && ` · ${t('notice.by', { name: n.posted_by_name })}`}</>} back={{ to: '/notices', text: t('nav.notices') }}
        actions={<><Button onClick={() => window.print()}>{t('action.print')}</Button>{standing && n.may_act && <Button danger onClick={withdraw}>{t('notice.withdraw')}</Button>}</>} />
      <div className="no-print"><Standing n={n} /><Refused n={n} /></div>
      {n.may_hear && <Objections n={n} done={done} />}
      {n.people.length === 0 ? <Empty title={t('notice.people')} /> : <Sheet n={n} />}
      {standing && <Way n={n} />}
    </>
  )
}
