/* One action for the papers of a meeting, and the name-lists of a year. */
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { YearDocuments } from '../api'
import { t, tr } from '../i18n'
import { day } from '../platform/dates'
import { OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import '../platform/lists.css'
import { fetchBatch, yearDocuments } from './api'
import './documents.css'
import { Make } from './Make'

const YEARS_BACK = 5

function Meetings({ id, d }: { id: string; d: YearDocuments }) {
  return (
    <section className="list-box" aria-label={t('documents.meetings')}>
      <table className="grid documents stack-phone">
        <caption className="visually-hidden">{t('documents.meetings')}</caption>
        <thead><tr><th scope="col">{t('documents.day')}</th><th scope="col">{t('documents.step')}</th><th scope="col">{t('documents.people')}</th><th scope="col">{t('documents.make')}</th></tr></thead>
        <tbody>
          {d.meetings.map((m) => (
            <tr key={`${m.happened_on} ${m.step}`}>
              <td className="nowrap">{day(m.happened_on)}</td>
              <td>{tr(m.step_title)}<div className="paper-names">{m.papers.map((p) => tr(p.name)).join(t('punctuation.list'))}</div></td>
              <td className="nowrap" data-label={t('documents.people')}>{t('documents.people_n', { n: m.case_n })}</td>
              <td><Make several name={`${day(m.happened_on)} ${tr(m.step_title)}`} make={(f) => fetchBatch(id, 'all', f, { step: m.step, happened_on: m.happened_on })} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export default function Documents() {
  const session = useSession()
  const [f, set] = useFilters()
  const own = session.rights.find((r) => r.perms.includes('case_read'))?.organisation_id ?? ''
  const id = f.organisation_id ?? own
  const now = Number(session.today.slice(0, 4))
  const year = Number(f.year ?? now)
  const q = useQuery({ queryKey: ['year-documents', id, year], queryFn: () => yearDocuments(id, year), enabled: id !== '' })
  return (
    <>
      <PageHeader title={t('nav.documents')} sub={t('documents.sub')} actions={<Link className="btn" to="/documents/templates">{t('documents.templates')}</Link>} />
      <div className="filters">
        <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={id} onChange={(v) => set({ organisation_id: v })} /></div>
        <PlainSelect aria-label={t('documents.year')} value={String(year)} onChange={(v) => set({ year: v === String(now) ? undefined : v })} options={Array.from({ length: YEARS_BACK + 1 }, (_, i) => ({ value: String(now - i), label: t('documents.year_n', { year: now - i }) }))} />
      </div>
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.isPending && <div className="card"><Loading lines={8} /></div>}
      {q.data && (
        <>
          <section className="card" aria-label={t('documents.name_lists')}>
            <h2>{t('documents.name_lists')}</h2>
            {q.data.name_lists.map((l) => <div className="row made-line" key={l.code}><span>{tr(l.name)}</span><Make name={tr(l.name)} make={(format) => fetchBatch(id, l.code, format, { year })} /></div>)}
          </section>
          <h2 style={{ margin: '20px 0 8px' }}>{t('documents.meetings')}</h2>
          {q.data.meetings.length === 0 ? <div className="card"><Empty title={t('documents.no_meetings', { year })}>{t('documents.no_meetings_text')}</Empty></div> : <Meetings id={id} d={q.data} />}
        </>
      )}
    </>
  )
}
