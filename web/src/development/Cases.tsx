/* Dossiers: who is at which step, who has to act, until when. */
import { Link } from 'react-router'
import type { CaseRow } from '../api'
import { STAGES } from '../directory/words'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { CodeSelect, OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { cases } from './api'

const OWNERS = ['branch', 'superior', 'higher', 'person'] as const

export default function Cases() {
  const session = useSession()
  const [f, set] = useFilters({ state: 'open' })
  const due = (r: CaseRow) => r.due_on && (r.due_on < session.today ? <StateTag kind="bad">{t('cases.overdue', { day: r.due_on })}</StateTag> : <span className="num">{r.due_on}</span>)
  const dueCard = (r: CaseRow) => {
    if (r.due_on && r.due_on < session.today) return due(r)
    return <span className="meta num">{r.due_on ? t('rule.latest', { day: day(r.due_on) }) : r.earliest_on && t('rule.earliest', { day: day(r.earliest_on) })}</span>
  }
  const columns: Column<CaseRow>[] = [
    { key: 'person', title: t('field.name'), render: (r) => <Link to={`/cases/${r.id}`}>{r.person_name}</Link>, className: 'nowrap' },
    { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name },
    { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
    { key: 'next', title: t('cases.next'), render: (r) => tr(r.next_title) },
    { key: 'owner', title: t('cases.owner'), render: (r) => tc('owner', r.owner), className: 'nowrap' },
    { key: 'earliest', title: t('cases.earliest'), render: (r) => <span className="num">{r.earliest_on}</span>, className: 'nowrap' },
    { key: 'due', title: t('cases.due'), render: due, className: 'nowrap' },
    { key: 'findings', title: t('cases.findings'), render: (r) => (r.findings_n > 0 ? <StateTag kind="warn">{r.findings_n}</StateTag> : ''), className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('nav.cases')} actions={<><Link className="btn" to="/procedures">{t('procedures.title')}</Link><Link className="btn" to="/figures">{t('figures.title')}</Link></>} />
      <PageTable<CaseRow>
        name="cases" label={t('nav.cases')} load={cases} rowKey={(r) => r.id} columns={columns}
        query={{ organisation_id: f.organisation_id, state: f.state, stage: f.stage, owner: f.owner, due: f.due }} totalText={(n) => t('cases.total', { n })}
        card={(r) => (
          <>
            <div className="item-top"><Link to={`/cases/${r.id}`}>{r.person_name}</Link><StageTag stage={r.stage} /></div>
            <div className="meta">{tr(r.next_title)} · {tc('owner', r.owner)}</div>
            <div className="item-top"><span className="meta">{r.branch_name}</span>{dueCard(r)}</div>
          </>
        )}
        filters={
          <>
            <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
            <CodeSelect aria-label={t('field.stage')} group="stage" codes={STAGES} all={t('roster.all_stages')} value={f.stage} onChange={(stage) => set({ stage })} />
            <CodeSelect aria-label={t('cases.owner')} group="owner" codes={OWNERS} all={t('cases.all_owners')} value={f.owner} onChange={(owner) => set({ owner })} />
            <PlainSelect aria-label={t('cases.due')} value={f.due} onChange={(v) => set({ due: v })} placeholder={t('cases.due_any')} options={[{ value: 'overdue', label: t('cases.due_overdue') }, { value: 'soon', label: t('cases.due_soon') }]} />
          </>
        }
        empty={{ title: t('cases.empty'), text: t('cases.empty_text') }}
      />
    </>
  )
}
