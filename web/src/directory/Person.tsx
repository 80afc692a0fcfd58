/* One person: what is known, where they belong, how they came to their stage. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Person as Who } from '../api'
import { openCase } from '../development/api'
import { t, tc } from '../i18n'
import { PermissionGate, useConfirm } from '../platform/ConfirmAction'
import { day, moment } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { errorText } from '../platform/http'
import { DayInput, OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { may, useSession } from '../platform/session'
import { StageTag } from '../platform/StageTag'
import { affiliate, classes, editPerson, person, revealIdNumber, setClass } from './api'
import { PersonFields } from './PersonFields'
import { Term } from './Term'

function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return <dl className="facts">{rows.filter(([, v]) => v !== null && v !== undefined && v !== '').map(([k, v]) => <div key={k} style={{ display: 'contents' }}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>
}

function IdNumber({ p }: { p: Who }) {
  const confirm = useConfirm()
  const [shown, setShown] = useState('')
  if (!p.id_tail) return <>{t('person.no_id')}</>
  return (
    <span className="row">
      <span className="num">{shown || `**************${p.id_tail}`}</span>
      {!shown && (
        <PermissionGate perm="id_reveal">
          <Button size="small" onClick={() => confirm({
            title: t('person.reveal'), text: t('person.reveal_text'), reason: t('action.reason'), ok: t('person.reveal_go'),
            run: async (reason) => setShown((await revealIdNumber(p.id, reason)).id_number),
          })}>{t('person.reveal')}</Button>
        </PermissionGate>
      )}
    </span>
  )
}

function Basics({ p }: { p: Who }) {
  return (
    <section className="card">
      <h2>{t('person.basics')}</h2>
      <Facts rows={[
        [t('field.sex'), tc('sex', p.sex)], [t('field.ethnicity'), p.ethnicity], [t('field.birth'), day(p.birth)],
        [t('field.student_no'), p.student_no], [t('field.staff_no'), p.staff_no], [t('field.id_number'), <IdNumber key="id" p={p} />],
        [t('field.class'), p.class && <Link key="class" to={`/organisations/classes/${p.class.id}`}>{p.class.name}</Link>], [t('field.education'), p.education], [t('field.native_place'), p.native_place], [t('field.job'), p.job],
        [t('field.mobile'), p.mobile], [t('field.landline'), p.landline], [t('field.address'), p.address], [t('field.leaving_on'), day(p.leaving_on)],
      ]} />
    </section>
  )
}

function Membership({ p }: { p: Who }) {
  return (
    <section className="card">
      <div className="card-head"><h2>{t('person.membership')}</h2><StageTag stage={p.stage} /></div>
      <Facts rows={[
        [t('field.branch'), p.branch?.name], [t('field.stage_on'), day(p.stage_on)], [t('field.joined_on'), day(p.joined_on)],
        [t('field.full_on'), day(p.full_on)], [t('field.seniority_from'), day(p.seniority_from)],
      ]} />
    </section>
  )
}

function History({ p }: { p: Who }) {
  const session = useSession()
  return (
    <>
      <section className="card">
        <h2>{t('person.stages')}</h2>
        {p.stages.length === 0 && <p className="muted">{t('person.no_stages')}</p>}
        {p.stages.map((s) => (
          <div className="event" key={s.id}>
            <span className="when">{s.happened_on}</span>
            <div><StageTag stage={s.stage} /> <span className="muted small">{t('person.recorded', { who: s.recorded_by_name ?? t('person.by_import'), at: moment(s.recorded_at) })}</span></div>
          </div>
        ))}
      </section>
      <section className="card">
        <h2>{t('person.affiliations')}</h2>
        {p.affiliations.map((a) => (
          <div className="event" key={a.organisation_id + a.from_on}><span className="when">{a.from_on}</span><div>{a.organisation_name} <span className="muted small">{a.until_on ? t('period.until', { day: day(a.until_on) }) : t('period.now')}</span></div></div>
        ))}
      </section>
      <section className="card">
        <h2>{t('person.posts')}</h2>
        {p.posts.length === 0 && <p className="muted">{t('posts.empty')}</p>}
        {p.posts.map((x) => (
          <div className="event" key={x.id}>
            <span className="when">{x.from_on}</span>
            <div>
              {x.organisation_name} · {tc('post', x.kind)} <Term p={x} today={session.today} />
              <div className="muted small">{[x.until_on ? t('period.until', { day: day(x.until_on) }) : t('period.now'), x.term_until && t('posts.term', { day: day(x.term_until) })].filter(Boolean).join(t('punctuation.comma'))}</div>
            </div>
          </div>
        ))}
      </section>
    </>
  )
}

/* Only what was changed goes up; what was emptied goes up empty. */
function changed(p: Who, v: Record<string, string | undefined>): Record<string, string> {
  const old = p as unknown as Record<string, string | null>
  return Object.fromEntries(Object.entries(v).filter(([k, x]) => (x ?? '') !== (old[k] ?? '')).map(([k, x]) => [k, x ?? '']))
}

function Dialogs({ p, which, close }: { p: Who; which: string; close: () => void }) {
  const session = useSession()
  const client = useQueryClient()
  const done = () => client.invalidateQueries({ queryKey: ['person', p.id] })
  const classList = useQuery({ queryKey: ['classes', ''], queryFn: () => classes({ limit: 200 }), enabled: which === 'class' })
  if (which === 'edit')
    return (
      <FormModal title={t('person.edit')} close={close} width={680} initial={p as unknown as Record<string, string>}
        submit={async (v: Record<string, string>) => { await editPerson(p.id, { ...changed(p, v), version: p.version }); await done() }}>
        <PersonFields />
      </FormModal>
    )
  if (which === 'move')
    return (
      <FormModal<{ organisation_id: string; from_on: string; reason?: string }> title={t('person.move')} close={close} initial={{ from_on: session.today }}
        submit={async (v) => { await affiliate(p.id, v); await done() }}>
        <Form.Item name="organisation_id" label={t('person.move_to')} rules={[{ required: true }]}><OrgTreeSelect branchesOnly /></Form.Item>
        <Form.Item name="from_on" label={t('person.from_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
        <Form.Item name="reason" label={t('action.reason')}><Input maxLength={200} /></Form.Item>
      </FormModal>
    )
  return (
    <FormModal<{ class_id: string; from_on: string }> title={t('person.class')} close={close} initial={{ class_id: p.class?.id, from_on: session.today }}
      submit={async (v) => { await setClass(p.id, v); await done() }}>
      <Form.Item name="class_id" label={t('field.class')} rules={[{ required: true }]}>
        <PlainSelect placeholder={t('action.choose')} options={classList.data?.items.map((c) => ({ value: c.id, label: c.name })) ?? []} />
      </Form.Item>
      <Form.Item name="from_on" label={t('person.from_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
    </FormModal>
  )
}

/* Who left the way may hand in a new letter of application; the ended dossier stays as it is. */
const MAY_BEGIN = ['none', 'applicant', 'withdrawn', 'not_approved', 'probation_cancelled', 'not_recognised', 'transferred_out']

function CaseButton({ p }: { p: Who }) {
  const { message } = App.useApp()
  const navigate = useNavigate()
  const session = useSession()
  if (p.open_case_id) return <Link to={`/cases/${p.open_case_id}`}><Button type="primary" tabIndex={-1}>{t('person.to_case')}</Button></Link>
  if (!may(session, 'case_branch') || !MAY_BEGIN.includes(p.stage ?? 'none')) return null
  return (
    <Button type="primary" onClick={() => void openCase({ person_id: p.id }).then((c) => navigate(`/cases/${c.id}`), (e: unknown) => message.error(errorText(e)))}>{t('person.open_case')}</Button>
  )
}

export default function Person() {
  const { id = '' } = useParams()
  const [dialog, setDialog] = useState<string | null>(null)
  const q = useQuery({ queryKey: ['person', id], queryFn: () => person(id) })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const p = q.data
  if (!p) return <Empty title={t('error.not_found_title')} />
  return (
    <>
      <PageHeader title={p.name} sub={[p.pinyin, p.branch?.name].filter(Boolean).join(' · ')} back={{ to: '/people', text: t('nav.people') }} actions={
        <>
          <PermissionGate perm="directory_edit">
            <Button onClick={() => setDialog('edit')}>{t('action.edit')}</Button>
            <Button onClick={() => setDialog('class')}>{t('person.class')}</Button>
            <Button onClick={() => setDialog('move')}>{t('person.move')}</Button>
          </PermissionGate>
          <CaseButton p={p} />
        </>
      } />
      <div className="columns even">
        <div><Membership p={p} /><Basics p={p} /></div>
        <div><History p={p} /></div>
      </div>
      {dialog && <Dialogs p={p} which={dialog} close={() => setDialog(null)} />}
    </>
  )
}
