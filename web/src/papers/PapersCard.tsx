/* On a case: how its file stands, and the way to it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { t, tr } from '../i18n'
import { StateTag } from '../platform/StageTag'
import { casePapers } from './api'

export function PapersCard({ caseId, version }: { caseId: string; version: number }) {
  const q = useQuery({ queryKey: ['papers', caseId, version], queryFn: () => casePapers(caseId) })
  const d = q.data
  if (!d) return null
  const missing = d.items.filter((n) => !n.there)
  return (
    <section className="card" aria-label={t('papers.card')}>
      <div className="card-head"><h2>{t('papers.card')}</h2>{d.needed_n > 0 && (d.missing_n > 0 ? <StateTag kind="warn">{t('papers.lacks', { n: d.missing_n })}</StateTag> : <StateTag kind="good">{t('papers.whole')}</StateTag>)}</div>
      {missing.length > 0 && <p className="small muted">{missing.slice(0, 3).map((n) => tr(n.name)).join(t('papers.comma'))}{missing.length > 3 && '…'}</p>}
      <p style={{ marginTop: 8 }}><Link to={`/cases/${caseId}/papers`}>{t('papers.open')}</Link>{' · '}<Link to={`/cases/${caseId}/documents`}>{t('papers.make')}</Link></p>
    </section>
  )
}
