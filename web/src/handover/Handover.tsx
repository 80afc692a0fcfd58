/* A hand-over: prepared, confirmed, signed. Signing ends the old right and begins the new one. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Handover } from '../api'
import { t, tc } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day, moment } from '../platform/dates'
import { FormModal, Refusal } from '../platform/FormModal'
import { DayInput, PersonSelect } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { may, useRefreshSession, useSession } from '../platform/session'
import { acceptHandover, approveHandover, handover, withdrawHandover, writeNotes } from './api'
import { HandoverState } from './Handovers'
import { NotesFields, notesOf, type NotesValues } from './NotesFields'
import { Package } from './Package'
import '../platform/lists.css'

interface ActProps { h: Handover; done: (h: Handover) => void; close: () => void }

function Write({ h, done, close }: ActProps) {
  return (
    <FormModal<NotesValues> title={t('handover.write')} close={close} width={600} initial={{ letter: h.letter, keys_note: h.keys_note ?? '', papers_note: h.papers_note ?? '' }}
      submit={async (v) => done(await writeNotes(h.id, { ...notesOf(v), version: h.version }))}>
      <NotesFields />
    </FormModal>
  )
}

function Approve({ h, done, close }: ActProps) {
  return (
    <FormModal<{ to_person_id: string; decision: string; term_until?: string }> title={t('handover.approve_title')} ok={t('handover.approve')} close={close}
      initial={{ to_person_id: h.to_person_id ?? undefined, decision: h.decision ?? '', term_until: h.term_until ?? '' }}
      submit={async (v) => done(await approveHandover(h.id, { to_person_id: v.to_person_id, decision: v.decision, term_until: v.term_until || undefined, version: h.version }))}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('handover.approve_text')}</p>
      <Form.Item name="to_person_id" label={t('handovers.to')} rules={[{ required: true, message: t('fault.required') }]}><PersonSelect known={h.to_person_id ? { [h.to_person_id]: h.to_name ?? '' } : {}} /></Form.Item>
      <Form.Item name="decision" label={t('handovers.decision')} rules={[{ required: true, min: 2 }]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="term_until" label={t('handover.term_until')}><DayInput style={{ maxWidth: 220 }} /></Form.Item>
    </FormModal>
  )
}

function Acts({ h, done, failed }: { h: Handover; done: (h: Handover) => void; failed: (e: unknown) => void }) {
  const { message } = App.useApp()
  const confirm = useConfirm()
  const refresh = useRefreshSession()
  const client = useQueryClient()
  const [dialog, setDialog] = useState<'write' | 'approve' | null>(null)
  const accept = (): void => confirm({
    title: t('handover.accept_title'), text: t('handover.accept_text', { from: h.from_name, n: h.package?.duties.length ?? 0 }), ok: t('handover.accept'),
    run: async () => {
      try {
        await acceptHandover(h.id, h.version)
        await refresh()
        client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[0] !== 'handover' }) /* other rights see other things */
        await client.invalidateQueries({ queryKey: ['handover', h.id] })
        void message.success(t('handover.accepted_done'))
      } catch (e) {
        failed(e)
      }
    },
  })
  const withdraw = (): void => confirm({
    title: t('handover.withdraw_title'), reason: t('action.reason'), ok: t('handover.withdraw'), danger: true,
    run: async (reason) => done(await withdrawHandover(h.id, { reason, version: h.version })),
  })
  return (
    <>
      {h.package && <Button onClick={() => window.print()}>{t('action.print')}</Button>}
      {h.may_withdraw && <Button onClick={withdraw}>{t('handover.withdraw')}</Button>}
      {h.may_write && <Button onClick={() => setDialog('write')}>{t('handover.write')}</Button>}
      {h.may_approve && <Button type={h.state === 'proposed' ? 'primary' : 'default'} onClick={() => setDialog('approve')}>{t('handover.approve')}</Button>}
      {h.may_accept && <Button type="primary" onClick={accept}>{t('handover.accept')}</Button>}
      {dialog === 'write' && <Write h={h} done={done} close={() => setDialog(null)} />}
      {dialog === 'approve' && <Approve h={h} done={done} close={() => setDialog(null)} />}
    </>
  )
}

/* What everybody waits for, or what came of it. */
function Standing({ h }: { h: Handover }) {
  if (h.state === 'proposed') return <Note kind="warn">{t('handover.waiting_approval')}</Note>
  if (h.state === 'ready') return <Note kind="info">{t('handover.waiting_successor', { name: h.to_name ?? '' })}</Note>
  if (h.state === 'withdrawn') return <Note kind="info">{t('handover.withdrawn_told', { reason: h.withdrawn_reason ?? '' })}</Note>
  return <Note kind="good">{t('handover.accepted_by', { name: h.to_name ?? '', at: moment(h.accepted_at), n: h.duties_n })}</Note>
}

function About({ h }: { h: Handover }) {
  return (
    <section className="card">
      <div className="card-head"><h2>{t('handover.about')}</h2><HandoverState state={h.state} /></div>
      <dl className="facts" style={{ marginTop: 10 }}>
        <dt>{t('handover.post')}</dt><dd>{tc('post', h.kind)}</dd>
        <dt>{t('handover.organisation')}</dt><dd>{h.organisation_name}</dd>
        <dt>{t('handovers.from')}</dt><dd>{h.from_name} <span className="muted small">{t('handover.since')} {day(h.from_on)}</span></dd>
        <dt>{t('handovers.to')}</dt><dd>{h.to_name ?? t('handovers.unnamed')}</dd>
        {h.decision && <><dt>{t('handovers.decision')}</dt><dd>{h.decision}</dd></>}
        {h.term_until && <><dt>{t('handover.term_until')}</dt><dd>{day(h.term_until)}</dd></>}
      </dl>
      <h3 style={{ fontSize: 14, margin: '14px 0 4px' }}>{t('handover.letter')}</h3>
      {h.letter.length === 0 ? <p className="muted">{t('handover.no_letter')}</p> : <blockquote className="letter">{h.letter.map((line, i) => <p key={i}>{line}</p>)}</blockquote>}
    </section>
  )
}

export default function HandoverPage() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const session = useSession()
  const [error, setError] = useState<unknown>(null)
  const q = useQuery({ queryKey: ['handover', id], queryFn: () => handover(id) })
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (!q.data) return <div className="card"><Loading lines={8} /></div>
  const h = q.data
  const done = (next: Handover): void => {
    setError(null)
    client.setQueryData(['handover', id], next)
    void client.invalidateQueries({ queryKey: ['handovers'] })
  }
  return (
    <>
      <PageHeader title={t('handover.title', { organisation: h.organisation_name, post: tc('post', h.kind) })} sub={t('handovers.from_to', { from: h.from_name, to: h.to_name ?? t('handovers.unnamed') })} back={{ to: '/handovers', text: t('nav.handovers') }} actions={<Acts h={h} done={done} failed={setError} />} />
      {error !== null && <Refusal error={error} />}
      <Standing h={h} />
      <About h={h} />
      {h.package ? <Package h={h} p={h.package} link={may(session, 'case_read')} /> : <p className="muted">{t(h.state === 'accepted' ? 'handover.over' : 'handover.no_package')}</p>}
      <p className="only-print sign-line">{t('handover.sign')}</p>
    </>
  )
}
