/* Attendance: those due follow from the posts of the day. */
import { Checkbox, Form, Input } from 'antd'
import type { Meeting } from '../api'
import { t } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { DayInput, PersonSelect, PlainSelect } from '../platform/inputs'
import { useSession } from '../platform/session'
import { holdMeeting } from './api'

interface Values { held_on: string; chair_id: string; recorder_id: string; present: string[]; absences?: Record<string, string> }

export function Hold({ m, done, close }: { m: Meeting; done: (m: Meeting) => void; close: () => void }) {
  const session = useSession()
  const again = m.state === 'held'
  const all = m.members.map((x) => x.person_id)
  const names = Object.fromEntries(m.members.map((x) => [x.person_id, x.name]))
  if (m.recorder_id && m.recorder_name) names[m.recorder_id] = m.recorder_name
  if (session.person_id) names[session.person_id] = session.name
  return (
    <FormModal<Values> title={t('meeting.hold_title')} ok={t(again ? 'action.save' : 'meeting.hold')} close={close} width={600}
      initial={{
        held_on: m.held_on ?? (m.planned_on && m.planned_on <= session.today ? m.planned_on : session.today), chair_id: m.chair_id ?? all[0], recorder_id: m.recorder_id ?? session.person_id ?? undefined,
        present: again ? m.members.filter((x) => x.present).map((x) => x.person_id) : all,
        absences: Object.fromEntries(m.members.filter((x) => x.reason).map((x) => [x.person_id, x.reason!])),
      }}
      submit={async (v) => done(await holdMeeting(m.id, {
        held_on: v.held_on, chair_id: v.chair_id, recorder_id: v.recorder_id, present: v.present,
        absences: all.filter((id) => !v.present.includes(id) && v.absences?.[id]?.trim()).map((id) => ({ person_id: id, reason: v.absences![id]!.trim() })), version: m.version,
      }))}>
      {(form) => (
        <>
          <p className="muted" style={{ marginBottom: 12 }}>{t('meeting.hold_text')}</p>
          <Form.Item name="held_on" label={t('meeting.held_on')} rules={[{ required: true }]}><DayInput max={session.today} style={{ maxWidth: 220 }} /></Form.Item>
          <Form.Item name="present" label={t('meeting.present')}>
            <Checkbox.Group options={m.members.map((x) => ({ value: x.person_id, label: x.name }))} />
          </Form.Item>
          <Form.Item noStyle shouldUpdate>
            {() => m.members.filter((x) => !(form.getFieldValue('present') as string[]).includes(x.person_id)).map((x) => (
              <Form.Item key={x.person_id} name={['absences', x.person_id]} label={`${x.name} ${t('meeting.absence')}`}><Input maxLength={200} /></Form.Item>
            ))}
          </Form.Item>
          <div className="two">
            <Form.Item name="chair_id" label={t('meeting.chair')} rules={[{ required: true }]}><PlainSelect options={m.members.map((x) => ({ value: x.person_id, label: x.name }))} /></Form.Item>
            <Form.Item name="recorder_id" label={t('meeting.recorder')} rules={[{ required: true }]}><PersonSelect known={names} /></Form.Item>
          </div>
        </>
      )}
    </FormModal>
  )
}
