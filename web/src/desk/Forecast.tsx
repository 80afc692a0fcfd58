/* By branch and month: who could at the earliest reach the assembly. Names only for who reads cases. */
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { Link } from 'react-router'
import type { Forecast } from '../api'
import { t, tr } from '../i18n'
import { day } from '../platform/dates'
import { Empty, Failure, Loading } from '../platform/plain'
import { StageTag } from '../platform/StageTag'
import { forecast } from './api'
import '../platform/lists.css'

const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1)

function People({ b }: { b: Forecast['branches'][number] }) {
  return (
    <div className="names">
      {b.people.map((p) => (
        <div key={p.case_id}>
          <Link to={`/cases/${p.case_id}`}>{p.person_name}</Link> <StageTag stage={p.stage} /> <span className="small">{t('rule.earliest', { day: day(p.earliest_on) })}{p.next_step && ` · ${t('cases.next')} ${tr(p.next_title)}`}{p.provisional && ` · ${t('rule.provisional')}`}</span>
        </div>
      ))}
    </div>
  )
}

function Grid({ f }: { f: Forecast }) {
  const [open, setOpen] = useState<string | null>(null)
  const total = (m: number): number => f.branches.reduce((n, b) => n + (b.months[m - 1]?.n ?? 0), 0)
  const used = MONTHS.filter((m) => total(m) > 0)
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('plan.forecast')}>
      <table className="grid plain">
        <caption className="visually-hidden">{t('plan.forecast')}</caption>
        <thead><tr><th scope="col">{t('plan.branch')}</th>{used.map((m) => <th key={m} scope="col" className="right">{t('plan.month', { n: m })}</th>)}<th scope="col" className="right">{t('plan.total')}</th></tr></thead>
        <tbody>
          {f.branches.map((b) => (
            <Fragment key={b.branch_id}>
              <tr>
                <td>{b.people.length > 0 ? <button type="button" className="linklike" aria-expanded={open === b.branch_id} onClick={() => setOpen(open === b.branch_id ? null : b.branch_id)}>{b.branch_name}</button> : b.branch_name}</td>
                {used.map((m) => <td key={m} className="right num">{b.months[m - 1]?.n || ''}</td>)}
                <td className="right num">{b.n}</td>
              </tr>
              {open === b.branch_id && <tr><td colSpan={used.length + 2}><People b={b} /></td></tr>}
            </Fragment>
          ))}
          <tr className="own-row"><td><b>{t('plan.total')}</b></td>{used.map((m) => <td key={m} className="right num"><b>{total(m)}</b></td>)}<td className="right num"><b>{f.branches.reduce((n, b) => n + b.n, 0)}</b></td></tr>
        </tbody>
      </table>
    </div>
  )
}

export function ForecastTable({ organisationId, year }: { organisationId: string; year: string }) {
  const q = useQuery({ queryKey: ['forecast', organisationId, year], queryFn: () => forecast({ organisation_id: organisationId, year }) })
  const f = q.data
  return (
    <section className="card long">
      <h2>{t('plan.forecast')}</h2>
      <p className="muted small" style={{ margin: '-6px 0 10px' }}>{t('plan.forecast_text')}</p>
      {q.isPending && <Loading lines={4} />}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {f && (
        <>
          {f.branches.length === 0 ? <Empty title={t('plan.forecast_empty')} /> : <Grid f={f} />}
          <p className="muted small" style={{ marginTop: 8 }}>
            {[f.earlier > 0 && t('plan.forecast_earlier', { n: f.earlier }), f.later > 0 && t('plan.forecast_later', { n: f.later }), f.blocked > 0 && t('plan.forecast_blocked', { n: f.blocked })].filter(Boolean).join(t('punctuation.semicolon'))}
          </p>
        </>
      )}
    </section>
  )
}
