/* Hand-overs: those that concern me, and those where I may give posts. */
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { HandoverRow, Post } from '../api'
import { posts } from '../directory/api'
import { t, tc } from '../i18n'
import { moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { PersonSelect, PlainSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { beginHandover, handovers } from './api'
import { NotesFields, notesOf, type NotesValues } from './NotesFields'

const STATES = ['proposed', 'ready', 'accepted', 'withdrawn'] as const
const kinds = { proposed: 'warn', ready: 'info', accepted: 'good', withdrawn: 'quiet' } as const

export function HandoverState({ state }: { state: HandoverRow['state'] }) {
  return <StateTag kind={kinds[state]}>{tc('handover_state', state)}</StateTag>
}

type Values = NotesValues & { post_id: string; to_person_id?: string; decision?: string }

/* One's own posts, and those that one may give. */
function Begin({ postId, close }: { postId?: string; close: () => void }) {
  const session = useSession()
  const navigate = useNavigate()
  const gives = may(session, 'post_edit')
  const q = useQuery({ queryKey: ['posts', 'handover'], queryFn: () => posts({ limit: 200 }) })
  const mine = (q.data?.items ?? []).filter((p) => !p.until_on && (gives || p.person_id === session.person_id))
  const label = (p: Post): string => `${p.organisation_name} ${tc('post', p.kind)} ${p.person_name}`
  const begun = useRef<string>(null)
  const known = mine.find((p) => p.id === postId) ?? (mine.length === 1 ? mine[0] : undefined)
  if (!q.data) return null
  return (
    <FormModal<Values> title={t('handovers.begin')} ok={t('handovers.begin')} close={() => begun.current ? void navigate(`/handovers/${begun.current}`) : close()} width={600} initial={{ post_id: known?.id }}
      submit={async (v) => {
        begun.current = (await beginHandover({ post_id: v.post_id, to_person_id: v.to_person_id || undefined, decision: v.decision || undefined, ...notesOf(v) })).id
      }}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('handovers.begin_text')}</p>
      <Form.Item name="post_id" label={t('handovers.post')} rules={[{ required: true, message: t('fault.required') }]}>
        {mine.length > 30 ? <Select showSearch={{ optionFilterProp: 'label' }} options={mine.map((p) => ({ value: p.id, label: label(p) }))} labelRender={(o) => <span className="chosen">{o.label}</span>} />
          : <PlainSelect placeholder={mine.length > 0 ? t('action.choose') : t('handovers.no_post')} options={mine.map((p) => ({ value: p.id, label: label(p) }))} />}
      </Form.Item>
      <Form.Item name="to_person_id" label={t('handovers.to')} extra={t('handovers.to_help')}><PersonSelect /></Form.Item>
      <Form.Item name="decision" label={t('handovers.decision')} extra={gives ? t('handovers.decision_help') : undefined} rules={[{ min: 2 }]}><Input maxLength={200} /></Form.Item>
      <NotesFields />
    </FormModal>
  )
}

export default function Handovers() {
  const session = useSession()
  const [f, set] = useFilters()
  const [beginning, setBeginning] = useState(f.post !== undefined)
  const to = (h: HandoverRow): string => t('handovers.from_to', { from: h.from_name, to: h.to_name ?? t('handovers.unnamed') })
  const columns: Column<HandoverRow>[] = [
    { key: 'post', title: t('handovers.post'), render: (h) => <Link to={`/handovers/${h.id}`}>{tc('post', h.kind)}</Link>, className: 'nowrap' },
    { key: 'organisation', title: t('field.organisation'), render: (h) => h.organisation_name },
    { key: 'people', title: t('handovers.to'), render: to },
    { key: 'state', title: t('case.state'), render: (h) => <HandoverState state={h.state} />, className: 'nowrap' },
    { key: 'at', title: t('meeting.day'), render: (h) => <span className="num">{moment(h.accepted_at ?? h.proposed_at)}</span>, className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('nav.handovers')} sub={t('handovers.sub')} actions={may(session, 'directory_read') ? <Button type="primary" onClick={() => setBeginning(true)}>{t('handovers.begin')}</Button> : undefined} />
      <PageTable<HandoverRow>
        name="handovers" label={t('nav.handovers')} query={{ state: f.state }} load={handovers} rowKey={(h) => h.id} columns={columns}
        card={(h) => <><div className="item-top"><Link to={`/handovers/${h.id}`}>{h.organisation_name} {tc('post', h.kind)}</Link><HandoverState state={h.state} /></div><div className="meta">{to(h)} · {moment(h.accepted_at ?? h.proposed_at)}</div></>}
        filters={<PlainSelect aria-label={t('case.state')} placeholder={t('today.show.all')} value={f.state} options={STATES.map((s) => ({ value: s, label: tc('handover_state', s) }))} onChange={(v) => set({ state: v })} />}
        empty={{ title: t('handovers.empty'), text: t('handovers.empty_text') }}
      />
      {beginning && <Begin postId={f.post} close={() => { setBeginning(false); set({ post: undefined }) }} />}
    </>
  )
}
