/* The findings of a branch on paper, to be talked over with its secretary. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { CodeSelect, OrgTreeSelect } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import { dossierSheet } from './api'
import { FoundList } from './Found'

const SEVERITIES = ['contradiction', 'warning'] as const

export default function DossiersPrint() {
  const session = useSession()
  const [f, set] = useFilters()
  const query = { organisation_id: f.organisation_id, severity: f.severity }
  const q = useQuery({ queryKey: ['dossier-sheet', query], queryFn: () => dossierSheet(query), staleTime: 0 })
  const d = q.data
  return (
    <>
      <PageHeader title={t('dossiers.print_title')} back={{ to: `/dossiers${f.organisation_id ? `?organisation_id=${f.organisation_id}` : ''}`, text: t('nav.dossiers') }} actions={d && d.items.length > 0 && <Button type="primary" onClick={() => window.print()}>{t('action.print')}</Button>} />
      <div className="filters no-print" role="search">
        <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={d?.organisation_name ?? t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
        <CodeSelect aria-label={t('dossiers.severity')} group="severity" codes={SEVERITIES} all={t('dossiers.all_severities')} value={f.severity} onChange={(v) => set({ severity: v })} />
      </div>
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {d?.more && <Note kind="warn">{t('dossiers.print_cut', { n: d.items.length })}</Note>}
      {d && d.items.length === 0 && <div className="card"><Empty title={t('dossiers.empty')}>{t('dossiers.empty_text')}</Empty></div>}
      {d && d.items.length > 0 && (
        <section className="card long">
          <div className="sheet-head">
            <h2>{t('dossiers.sheet', { organisation: d.organisation_name })}</h2>
            <div className="muted">{t('dossiers.sheet_sub', { day: day(session.today), n: d.items.length })}</div>
          </div>
          {d.items.map((c) => (
            <section key={c.case_id} className="sheet-case">
              <h3>{c.person_name} <span className="muted small">{c.branch_name}</span></h3>
              <FoundList caseId={c.case_id} items={c.findings} more={c.more} />
            </section>
          ))}
          <p className="only-print sign-line">{t('dossiers.sign')}</p>
        </section>
      )}
    </>
  )
}
