/* One class: who keeps it, its counsellor, its goal on the way to a branch, the people in it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import { useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { ClassRow, PersonRow } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { DayInput, PersonSelect } from '../platform/inputs'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { may, useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { classOne, goals, people, setClass } from './api'
import { ClassDialog } from './ClassDialog'
import { goalColour, yearName } from './goal'
import { useScope } from './scope'

/* What the class owes this year (S000-14), by the goal board's own reckoning. */
function Goal({ c }: { c: ClassRow }) {
  const q = useQuery({ queryKey: ['goals', c.branch_id ?? c.organisation_id], queryFn: () => goals({ organisation_id: c.branch_id ?? c.organisation_id }) })
  const g = q.data?.items.find((x) => x.class_id === c.id)
  if (q.isError) return <Failure error={q.error} />
  if (!g) return null
  return (
    <section className="card">
      <div className="card-head"><h2>{t('classes.goal')}</h2><StateTag kind={goalColour(g.state)}>{tc('goals.state', g.state)}</StateTag></div>
      <dl className="facts">
        <dt>{t('goals.year')}</dt><dd>{yearName(g.year, g.entry_year)}</dd>
        <dt>{t('goals.goal')}</dt><dd>{tc('goals.goal', String(Math.min(g.year, 3))) || t('goals.state.none')}</dd>
        <dt>{t('goals.members')}</dt><dd>{t('goals.members_n', { n: g.members, full: g.full_members })}</dd>
        <dt>{t('goals.group')}</dt><dd>{t(g.has_group ? 'yes' : 'no')}</dd>
        <dt>{t('goals.branch')}</dt><dd>{t(g.has_branch ? 'yes' : 'no')}</dd>
      </dl>
      {g.state === 'may_found_branch' && <Note kind="info">{t('classes.may_found')}</Note>}
    </section>
  )
}

/* Puts people in one after the other. A refusal says at whom; those before are in, once more is harmless. */
function AddPeople({ c, close }: { c: ClassRow; close: () => void }) {
  const session = useSession()
  const client = useQueryClient()
  const names = useRef<Record<string, string>>({})
  const [at, setAt] = useState('')
  const submit = async (v: { person_ids: string[]; from_on: string }): Promise<void> => {
    let last = ''
    try {
      for (const id of v.person_ids) {
        last = id
        await setClass(id, { class_id: c.id, from_on: v.from_on })
      }
    } catch (e) {
      setAt(names.current[last] ?? '')
      throw e
    } finally {
      await Promise.all([['class'], ['classes'], ['class-people'], ['person']].map((queryKey) => client.invalidateQueries({ queryKey })))
    }
  }
  return (
    <FormModal<{ person_ids: string[]; from_on: string }> title={t('classes.add_people')} close={close} submit={submit} initial={{ from_on: session.today }}>
      {at && <Note kind="warn">{t('classes.stopped_at', { name: at })}</Note>}
      <Form.Item name="person_ids" label={t('classes.who')} extra={t('classes.who_help')} rules={[{ required: true }]}><PersonSelect multiple onNames={(n) => { names.current = n }} /></Form.Item>
      <Form.Item name="from_on" label={t('person.from_on')} rules={[{ required: true }]}><DayInput max={session.today} /></Form.Item>
    </FormModal>
  )
}

const columns = (): Column<PersonRow>[] => [
  { key: 'name', title: t('field.name'), render: (r) => <Link to={`/people/${r.id}`}>{r.name}</Link>, className: 'nowrap' },
  { key: 'no', title: t('field.student_no'), render: (r) => <span className="num">{r.student_no}</span>, className: 'nowrap' },
  { key: 'sex', title: t('field.sex'), render: (r) => tc('sex', r.sex), className: 'nowrap' },
  { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name },
  { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
]

function About({ c }: { c: ClassRow }) {
  return (
    <section className="card">
      <h2>{t('classes.about')}</h2>
      <dl className="facts">
        <dt>{t('classes.code')}</dt><dd className="num">{c.code}</dd>
        {c.entry_year && <><dt>{t('classes.entry_year')}</dt><dd>{c.entry_year}</dd></>}
        {c.level && <><dt>{t('classes.level')}</dt><dd>{tc('level', c.level)}</dd></>}
        {c.campus && <><dt>{t('goals.campus')}</dt><dd>{c.campus}</dd></>}
        <dt>{t('classes.kept_by')}</dt><dd>{c.organisation_name}</dd>
        <dt>{t('field.branch')}</dt><dd>{c.branch_name ?? t('classes.no_branch')}</dd>
        <dt>{t('classes.counsellor')}</dt><dd>{c.counsellor_id ? <Link to={`/people/${c.counsellor_id}`}>{c.counsellor_name}</Link> : c.counsellor_name ?? t('classes.no_counsellor')}</dd>
        <dt>{t('classes.people')}</dt><dd>{c.size ? t('classes.people_of', { n: c.people, size: c.size }) : t('classes.people_n', { n: c.people })}</dd>
      </dl>
    </section>
  )
}

export default function Class() {
  const { id = '' } = useParams()
  const session = useSession()
  const scope = useScope()
  const [dialog, setDialog] = useState<'edit' | 'people' | null>(null)
  const q = useQuery({ queryKey: ['class', id], queryFn: () => classOne(id) })
  if (q.isPending) return <div className="card"><Loading /></div>
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  const c = q.data
  return (
    <>
      <PageHeader title={c.name} sub={c.organisation_name} back={{ to: '/organisations/classes', text: t('places.classes') }} actions={
        <>
          <Button onClick={() => window.print()}>{t('action.print')}</Button>
          {scope.mayEdit(c.organisation_id) && <Button onClick={() => setDialog('edit')}>{t('action.edit')}</Button>}
          {may(session, 'directory_edit') && !c.closed_on && <Button type="primary" onClick={() => setDialog('people')}>{t('classes.add_people')}</Button>}
        </>
      } />
      {c.closed_on && <Note kind="warn">{t('classes.closed', { day: day(c.closed_on) })}</Note>}
      <div className="columns">
        <PageTable<PersonRow>
          name="class-people" label={t('classes.people')} query={{ class_id: id, sort: 'stage' }} load={people} rowKey={(r) => r.id} columns={columns()}
          totalText={(n) => t('roster.total', { n })} empty={{ title: t('classes.nobody'), text: t('classes.nobody_text') }}
          card={(r) => (
            <>
              <div className="item-top"><Link to={`/people/${r.id}`}>{r.name}</Link><StageTag stage={r.stage} /></div>
              <div className="meta num">{[r.student_no, tc('sex', r.sex), r.branch_name].filter(Boolean).join(' · ')}</div>
            </>
          )}
        />
        <div><Goal c={c} /><About c={c} /></div>
      </div>
      {dialog === 'edit' && <ClassDialog known={c} close={() => setDialog(null)} />}
      {dialog === 'people' && <AddPeople c={c} close={() => setDialog(null)} />}
    </>
  )
}
