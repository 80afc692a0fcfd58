/* Founding, renaming, moving, merging, closing: each a dated event with its decision. */
import { App, Form, Input } from 'antd'
import { BRANCHES, CodeSelect, DayInput, OrgTreeSelect, PersonSelect } from '../platform/inputs'
import type { OrganisationDetail } from '../api'
import { t, tc } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { useSession } from '../platform/session'
import { foundOrganisation, organisationEvent } from './api'
import { EVENTS, KINDS } from './words'

interface Found { code: string; name: string; kind: string; founded_on: string; member_ids?: string[]; decision?: string; decided_on?: string }

function Decision() {
  return (
    <div className="two">
      <Form.Item name="decision" label={t('organisation.decision')}><Input maxLength={100} placeholder={t('organisation.decision_example')} /></Form.Item>
      <Form.Item name="decided_on" label={t('organisation.decided_on')}><DayInput /></Form.Item>
    </div>
  )
}

export function FoundDialog({ parent, done, close }: { parent: OrganisationDetail; done: () => Promise<void>; close: () => void }) {
  const { message } = App.useApp()
  const session = useSession()
  return (
    <FormModal<Found> title={t('organisation.found_below')} ok={t('organisation.found_go')} close={close} width={620}
      initial={{ kind: parent.kind === 'school_party_committee' ? 'school_committee' : 'branch', founded_on: session.today }}
      submit={async (v) => {
        const answer = await foundOrganisation({ ...v, parent_id: parent.id })
        await done()
        answer.notes?.forEach((n) => void message.info(tc('org_note', n.code, n.params)))
      }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('organisation.found_under', { name: parent.name })}</p>
      <div className="two">
        <Form.Item name="name" label={t('organisation.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={100} /></Form.Item>
        <Form.Item name="code" label={t('organisation.code')} rules={[{ required: true, whitespace: true }]}><Input maxLength={32} /></Form.Item>
        <Form.Item name="kind" label={t('organisation.kind')} rules={[{ required: true }]}><CodeSelect group="kind" codes={KINDS.slice(1)} /></Form.Item>
        <Form.Item name="founded_on" label={t('organisation.founded_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate={(a: Found, b: Found) => a.kind !== b.kind}>
        {({ getFieldValue }) => BRANCHES.includes(getFieldValue('kind') as string) && (
          <Form.Item name="member_ids" label={t('organisation.members_named')} extra={t('organisation.members_named_help')}><PersonSelect multiple /></Form.Item>
        )}
      </Form.Item>
      <Decision />
    </FormModal>
  )
}

interface Change { kind: string; happened_on: string; name?: string; organisation_kind?: string; parent_id?: string; successor_id?: string; decision?: string; decided_on?: string }

export function ChangeDialog({ o, done, close }: { o: OrganisationDetail; done: () => Promise<void>; close: () => void }) {
  const session = useSession()
  return (
    <FormModal<Change> title={t('organisation.change_of', { name: o.name })} close={close} initial={{ kind: 'renamed', happened_on: session.today, name: o.name }}
      submit={async (v) => {
        const need = { renamed: 'name', changed_kind: 'organisation_kind', moved: 'parent_id', merged: 'successor_id' }[v.kind] as keyof Change | undefined
        await organisationEvent(o.id, { kind: v.kind, happened_on: v.happened_on, decision: v.decision, decided_on: v.decided_on, ...(need ? { [need]: v[need] } : {}), version: o.version })
        await done()
      }}>
      <div className="two">
        <Form.Item name="kind" label={t('organisation.event')} rules={[{ required: true }]}><CodeSelect group="event" codes={EVENTS} /></Form.Item>
        <Form.Item name="happened_on" label={t('organisation.happened_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate={(a: Change, b: Change) => a.kind !== b.kind}>
        {({ getFieldValue }) => {
          const kind = getFieldValue('kind') as string
          if (kind === 'renamed') return <Form.Item name="name" label={t('organisation.new_name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={100} /></Form.Item>
          if (kind === 'changed_kind') return <Form.Item name="organisation_kind" label={t('organisation.new_kind')} rules={[{ required: true }]}><CodeSelect group="kind" codes={KINDS.slice(1)} /></Form.Item>
          if (kind === 'moved') return <Form.Item name="parent_id" label={t('organisation.new_parent')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>
          if (kind === 'merged') return <Form.Item name="successor_id" label={t('organisation.successor')} extra={t('organisation.successor_help')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>
          return <p className="muted" style={{ marginBottom: 16 }}>{t('organisation.close_help')}</p>
        }}
      </Form.Item>
      <Decision />
    </FormModal>
  )
}
