/* The papers that a person's record gives: each by itself, and the whole record as one book. */
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useParams } from 'react-router'
import type { MadePaper } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import '../platform/lists.css'
import { caseDocuments, fetchCaseDocument } from './api'
import './documents.css'
import { Make } from './Make'

function Line({ id, p }: { id: string; p: MadePaper }) {
  return (
    <tr>
      <td>
        {tr(p.name)}{p.own_template && <span className="small muted"> {t('documents.own')}</span>}
        {p.blanks.length > 0 && <div className="small muted">{t('documents.blanks', { names: p.blanks.join(t('punctuation.list')) })}</div>}
      </td>
      <td className="nowrap" data-label={t('documents.author')}>{tc('author', p.author)}</td>
      <td><Make name={tr(p.name)} make={(f) => fetchCaseDocument(id, p.code, f, p.record_id)} /></td>
    </tr>
  )
}

export default function CaseDocuments() {
  const { id = '' } = useParams()
  const q = useQuery({ queryKey: ['documents', id], queryFn: () => caseDocuments(id) })
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (!q.data) return <div className="card"><Loading lines={8} /></div>
  const d = q.data
  const records = [...new Set(d.items.map((x) => x.record_id))]
  return (
    <>
      <PageHeader title={t('documents.of', { name: d.person_name })} sub={t('documents.of_sub')} back={{ to: `/cases/${id}`, text: t('documents.to_case') }} />
      <section className="card" aria-label={t('documents.book')}>
        <div className="card-head"><h2>{t('documents.book')}</h2><Make name={t('documents.book')} make={(f) => fetchCaseDocument(id, 'process_book', f)} /></div>
        <p className="muted small">{t('documents.book_text')}</p>
      </section>
      {d.items.length === 0 ? <div className="card"><Empty title={t('documents.none')}>{t('documents.none_text')}</Empty></div> : (
        <section className="list-box" aria-label={t('documents.single')}>
          <table className="grid documents stack-phone">
            <caption className="visually-hidden">{t('documents.single')}</caption>
            <thead><tr><th scope="col">{t('documents.paper')}</th><th scope="col">{t('documents.author')}</th><th scope="col">{t('documents.make')}</th></tr></thead>
            <tbody>
              {records.map((r) => {
                const of = d.items.filter((x) => x.record_id === r)
                return (
                  <Fragment key={r}>
                    <tr className="group-row"><td colSpan={3}>{tr(of[0]!.step_title)} <span className="muted">{day(of[0]!.happened_on)}</span></td></tr>
                    {of.map((p) => <Line key={p.code} id={id} p={p} />)}
                  </Fragment>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}
