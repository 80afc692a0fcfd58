/* Dossiers: who is at which step, who has to act, until when. */
import { Select } from 'antd'
import { Link } from 'react-router'
import type { CaseRow } from '../api'
import { SearchBox } from '../directory/Roster'
import { STAGES } from '../directory/words'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { CodeSelect, OrgTreeSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { cases } from './api'
import { usePacks } from './usePacks'

const OWNERS = ['branch', 'superior', 'higher', 'person'] as const

export default function Cases() {
  const session = useSession()
  const packs = usePacks()
  const [f, set] = useFilters({ state: 'open' })
  const stepTitle = (code: string | null): string => {
    const step = code ? packs.data?.on(session.today)?.steps.find((s) => s.code === code) : undefined
    return step ? `${step.number} ${tr(step.title)}` : code ?? ''
  }
  const due = (r: CaseRow) => r.due_on && (r.due_on < session.today ? <StateTag kind="bad">{t('cases.overdue', { day: r.due_on })}</StateTag> : <span className="num">{r.due_on}</span>)
  const columns: Column<CaseRow>[] = [
    { key: 'person', title: t('field.name'), render: (r) => <Link to={`/cases/${r.id}`}>{r.person_name}</Link>, className: 'nowrap' },
    { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name },
    { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
    { key: 'next', title: t('cases.next'), render: (r) => stepTitle(r.next_step) },
    { key: 'owner', title: t('cases.owner'), render: (r) => tc('owner', r.owner), className: 'nowrap' },
    { key: 'earliest', title: t('cases.earliest'), render: (r) => <span className="num">{r.earliest_on}</span>, className: 'nowrap' },
    { key: 'due', title: t('cases.due'), render: due, className: 'nowrap' },
    { key: 'findings', title: t('cases.findings'), render: (r) => (r.findings_n > 0 ? <StateTag kind="warn">{r.findings_n}</StateTag> : ''), className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('nav.cases')} />
      <PageTable<CaseRow>
        name="cases" label={t('nav.cases')} load={cases} rowKey={(r) => r.id} columns={columns}
        query={{ organisation_id: f.organisation_id, state: f.state, stage: f.stage, owner: f.owner, due: f.due, q: f.q }} totalText={(n) => t('cases.total', { n })}
        card={(r) => (
          <>
            <div className="item-top"><Link to={`/cases/${r.id}`}>{r.person_name}</Link><StageTag stage={r.stage} /></div>
            <div className="meta">{stepTitle(r.next_step)} · {tc('owner', r.owner)}</div>
            <div className="item-top"><span className="meta">{r.branch_name}</span><span>{due(r) ?? (r.earliest_on && <span className="meta">{t('rule.earliest', { day: day(r.earliest_on) })}</span>)}</span></div>
          </>
        )}
        filters={
          <>
            <SearchBox value={f.q ?? ''} onChange={(q) => set({ q })} placeholder={t('cases.search')} />
            <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
            <CodeSelect aria-label={t('field.stage')} group="stage" codes={STAGES} all={t('roster.all_stages')} value={f.stage} onChange={(stage) => set({ stage })} />
            <CodeSelect aria-label={t('cases.owner')} group="owner" codes={OWNERS} all={t('cases.all_owners')} value={f.owner} onChange={(owner) => set({ owner })} />
            <Select aria-label={t('cases.due')} value={f.due ?? ''} onChange={(v: string) => set({ due: v })} options={[{ value: '', label: t('cases.due_any') }, { value: 'overdue', label: t('cases.due_overdue') }, { value: 'soon', label: t('cases.due_soon') }]} />
          </>
        }
        empty={{ title: t('cases.empty'), text: t('cases.empty_text') }}
      />
    </>
  )
}
