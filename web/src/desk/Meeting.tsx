/* One meeting: who was due and came, one decision a person, and the minutes that print from it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Meeting } from '../api'
import { t, tc } from '../i18n'
import { useConfirm } from '../platform/ConfirmAction'
import { day } from '../platform/dates'
import { FormModal, Refusal } from '../platform/FormModal'
import { DayInput } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { StateTag } from '../platform/StageTag'
import { cancelMeeting, changeMeeting, closeMeeting, meeting } from './api'
import { Hold } from './Hold'
import { AgendaItem } from './MeetingItem'
import { MeetingState } from './Meetings'

function Attendance({ m }: { m: Meeting }) {
  if (m.state === 'draft') return <section className="card no-print"><p className="muted">{m.due > 0 ? t('desk.members_n', { n: m.due }) : t('desk.no_members')}</p></section>
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t('meeting.attendance', { due: m.due, present: m.present })}</h2>
        <StateTag kind={m.quorate ? 'good' : 'bad'}>{t(m.quorate ? 'meeting.quorate' : 'meeting.not_quorate')}</StateTag>
      </div>
      <dl className="facts" style={{ marginTop: 10 }}>
        <dt>{t('meeting.held_on')}</dt><dd>{day(m.held_on)}</dd>
        <dt>{t('meeting.chair')}</dt><dd>{m.chair_name}</dd>
        <dt>{t('meeting.recorder')}</dt><dd>{m.recorder_name}</dd>
        <dt>{t('meeting.present')}</dt><dd>{m.members.filter((x) => x.present).map((x) => x.name).join(t('punctuation.list'))}</dd>
        {m.members.filter((x) => !x.present).map((x) => <div key={x.person_id} style={{ display: 'contents' }}><dt>{t('meeting.absent')}</dt><dd>{x.reason ? t('meeting.absent_why', { name: x.name, reason: x.reason }) : x.name}</dd></div>)}
        {m.cancel_reason && <><dt>{t('action.reason')}</dt><dd>{m.cancel_reason}</dd></>}
      </dl>
    </section>
  )
}

function Change({ m, done, close }: { m: Meeting; done: (m: Meeting) => void; close: () => void }) {
  return (
    <FormModal<{ title: string; planned_on?: string }> title={t('meeting.change')} close={close} initial={{ title: m.title, planned_on: m.planned_on ?? undefined }}
      submit={async (v) => done(await changeMeeting(m.id, { title: v.title, planned_on: v.planned_on || undefined, version: m.version }))}>
      <Form.Item name="title" label={t('desk.meeting_title')} rules={[{ required: true, max: 100 }]}><Input maxLength={100} /></Form.Item>
      <Form.Item name="planned_on" label={t('desk.planned_on')}><DayInput style={{ maxWidth: 220 }} /></Form.Item>
    </FormModal>
  )
}

/* What may be done to the meeting as a whole, in its state. */
function Acts({ m, done, failed }: { m: Meeting; done: (m: Meeting) => void; failed: (e: unknown) => void }) {
  const { message } = App.useApp()
  const confirm = useConfirm()
  const [dialog, setDialog] = useState<'hold' | 'change' | null>(null)
  const fresh = m.items.every((i) => i.state === 'open')
  const left = m.items.filter((i) => i.state === 'open' && !i.decision).length
  const end = (): void => confirm({
    title: t('meeting.close_title'), text: t(m.power === 'decides' ? 'meeting.close_text' : 'meeting.close_deliberated'), ok: t('meeting.close'),
    run: async () => {
      try {
        const next = await closeMeeting(m.id, m.version)
        const open = next.items.filter((i) => i.state === 'open').length
        done(next)
        void (open > 0 ? message.warning(t('meeting.closed_some', { n: open }), 6) : message.success(t('meeting.closed_all')))
      } catch (e) {
        failed(e)
      }
    },
  })
  const cancel = (): void => confirm({
    title: t('meeting.cancel'), text: t('meeting.cancel_text'), reason: t('action.reason'), ok: t('meeting.cancel'), danger: true,
    run: async (reason) => done(await cancelMeeting(m.id, { reason, version: m.version })),
  })
  return (
    <>
      <Button onClick={() => window.print()}>{t('action.print')}</Button>
      {(m.state === 'draft' || m.state === 'held') && fresh && <Button onClick={cancel}>{t('meeting.cancel')}</Button>}
      {m.state === 'draft' && <Button onClick={() => setDialog('change')}>{t('meeting.change')}</Button>}
      {m.state === 'draft' && <Button type="primary" disabled={m.items.length === 0} onClick={() => setDialog('hold')}>{t('meeting.hold')}</Button>}
      {m.state === 'held' && fresh && <Button onClick={() => setDialog('hold')}>{t('meeting.hold_again')}</Button>}
      {m.state === 'held' && <Button type="primary" disabled={left > 0} title={left > 0 ? t('meeting.left', { n: left }) : undefined} onClick={end}>{t('meeting.close')}</Button>}
      {dialog === 'hold' && <Hold m={m} done={done} close={() => setDialog(null)} />}
      {dialog === 'change' && <Change m={m} done={done} close={() => setDialog(null)} />}
    </>
  )
}

export default function MeetingPage() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const q = useQuery({ queryKey: ['meeting', id], queryFn: () => meeting(id) })
  const [error, setError] = useState<unknown>(null)
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (!q.data) return <div className="card"><Loading lines={8} /></div>
  const m = q.data
  const done = (next: Meeting): void => {
    setError(null)
    client.setQueryData(['meeting', id], next)
    void client.invalidateQueries({ queryKey: ['desk'] })
    void client.invalidateQueries({ queryKey: ['meetings'] })
    void client.invalidateQueries({ queryKey: ['case'] })
  }
  const left = m.items.filter((i) => i.state === 'open' && !i.decision).length
  return (
    <>
      <PageHeader title={m.title} sub={<>{m.organisation_name} · {day(m.held_on ?? m.planned_on)} <MeetingState state={m.state} /></>} back={{ to: '/desk?tab=meetings', text: t('nav.desk') }} actions={<Acts m={m} done={done} failed={setError} />} />
      {error !== null && <Refusal error={error} />}
      {m.power === 'deliberates' && <Note kind="info">{t('desk.deliberates')}</Note>}
      <Attendance m={m} />
      <section aria-label={t('meeting.cases', { n: m.items.length })}>
        <div className="card-head" style={{ margin: '4px 0 10px' }}>
          <h2 style={{ fontSize: 15 }}>{t('meeting.cases', { n: m.items.length })}</h2>
          {m.state === 'held' && <span className="muted small no-print">{left > 0 ? t('meeting.left', { n: left }) : t('meeting.one_by_one')}</span>}
        </div>
        {m.items.map((item, i) => <AgendaItem key={`${item.id}/${item.decision ?? ''}/${item.state}`} m={m} item={item} number={i + 1} done={done} />)}
      </section>
      {m.state !== 'draft' && <p className="only-print sign-line">{t('meeting.sign')}</p>}
      <span className="visually-hidden" role="status">{tc('meeting_state', m.state)}</span>
    </>
  )
}
