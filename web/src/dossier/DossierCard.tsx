/* On a case: what contradicts what among its papers and steps. */
import { useQuery } from '@tanstack/react-query'
import { t } from '../i18n'
import { Failure, Loading } from '../platform/plain'
import { StateTag } from '../platform/StageTag'
import { dossier } from './api'
import { FoundList, PapersNote } from './Found'

export function DossierCard({ caseId, version }: { caseId: string; version: number }) {
  const q = useQuery({ queryKey: ['case', caseId, 'dossier', version], queryFn: () => dossier(caseId), staleTime: 0 })
  const d = q.data
  return (
    <section className="card" id="dossier" aria-label={t('dossier.title')}>
      <div className="card-head">
        <h2>{t('dossier.title')}</h2>
        {d && d.contradictions > 0 && <StateTag kind="bad">{t('dossier.contradictions_n', { n: d.contradictions })}</StateTag>}
        {d && d.contradictions === 0 && d.warnings > 0 && <StateTag kind="warn">{t('dossier.warnings_n', { n: d.warnings })}</StateTag>}
      </div>
      {q.isPending && <Loading lines={2} />}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {d && (d.findings.length === 0 ? <p className="muted">{t('dossier.none')}</p> : <FoundList caseId={caseId} items={d.findings} more={d.more} />)}
      {d && <PapersNote d={d} />}
    </section>
  )
}
