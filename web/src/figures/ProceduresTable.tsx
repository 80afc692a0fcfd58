/* The seven procedures of everybody in motion below an organisation: days, and how many records were corrected. */
import { Button } from 'antd'
import { Link } from 'react-router'
import type { ProcedureRow } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { CodeSelect, OrgTreeSelect, useOrganisations } from '../platform/inputs'
import { PageTable, type Column } from '../platform/PageTable'
import { PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { procedureRows } from './api'
import '../platform/lists.css'

const STAGES = ['applicant', 'activist', 'candidate', 'probationary', 'full'] as const

const SIX = [
  ['nomination', 'nominated_on'], ['pre_review', 'pre_reviewed_on'], ['notice', 'notice_on'],
  ['review', 'reviewed_on'], ['talk', 'talked_on'], ['approval', 'approved_on'],
] as const

function Corrected({ n }: { n: number }) {
  return n > 0 ? <StateTag kind="warn">{t('procedure.mended_n', { n })}</StateTag> : <span className="muted">{t('procedures.none')}</span>
}

function Card({ r }: { r: ProcedureRow }) {
  return (
    <>
      <div className="item-top"><Link to={`/cases/${r.case_id}#seven-procedures`}>{r.person_name}</Link><StageTag stage={r.stage} /></div>
      <div className="meta">{r.branch_name}</div>
      <dl className="facts">
        {SIX.map(([code, field]) => <div key={code} style={{ display: 'contents' }}><dt>{tc('procedure', code)}</dt><dd className="num">{r[field] ? day(r[field]) : t('procedure.open')}</dd></div>)}
        <dt>{tc('procedure', 'mended')}</dt><dd><Corrected n={r.corrected_n} /></dd>
      </dl>
    </>
  )
}

export default function ProceduresTable() {
  const session = useSession()
  const [f, set] = useFilters()
  const id = f.organisation_id ?? session.rights.find((r) => r.perms.includes('case_read'))?.organisation_id ?? ''
  const organisation = useOrganisations().data?.items.find((o) => o.id === id)?.name ?? ''
  const columns: Column<ProcedureRow>[] = [
    { key: 'name', title: t('field.name'), render: (r) => <Link to={`/cases/${r.case_id}#seven-procedures`}>{r.person_name}</Link>, className: 'nowrap' },
    { key: 'branch', title: t('field.branch'), render: (r) => <span className="small">{r.branch_name}</span> },
    { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
    ...SIX.map(([code, field]): Column<ProcedureRow> => ({
      key: code, title: tc('procedure', code), className: 'num small nowrap',
      render: (r) => (r[field] ? day(r[field]) : <span className="muted">{t('procedure.open')}</span>),
    })),
    { key: 'mended', title: tc('procedure', 'mended'), render: (r) => <Corrected n={r.corrected_n} />, className: 'nowrap' },
  ]
  return (
    <>
      <PageHeader title={t('procedures.title')} sub={t('procedures.sub')} back={{ to: '/cases', text: t('nav.cases') }} actions={<Button type="primary" onClick={() => window.print()}>{t('action.print')}</Button>} />
      <p className="only-print">{t('procedures.sheet', { organisation, day: day(session.today) })}</p>
      <PageTable<ProcedureRow>
        name={`procedures ${id}`} label={t('procedures.title')} query={{ stage: f.stage }} load={(q) => procedureRows(id, q)} rowKey={(r) => r.case_id} columns={columns} card={(r) => <Card r={r} />}
        filters={<>
          <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={id} onChange={(v) => set({ organisation_id: v })} /></div>
          <CodeSelect aria-label={t('field.stage')} group="stage" codes={STAGES} all={t('roster.all_stages')} value={f.stage} onChange={(v) => set({ stage: v })} />
        </>}
        empty={{ title: t('procedures.empty'), text: t('procedures.empty_text') }}
      />
      <p className="muted small">{t('procedures.about')}</p>
    </>
  )
}
