/* The applicant's page, phone first: what is awaited, from whom, since when, and what is late. */
import { useQuery } from '@tanstack/react-query'
import { t, tc, tr, type Key } from '../i18n'
import { day } from '../platform/dates'
import { ApiError } from '../platform/http'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import type { OwnPapers as Papers, WhereIStand as Standing } from '../api'
import { ownPapers, whereIStand } from './api'
import { OwnPapers } from './OwnPapers'

const ROAD = ['applicant', 'activist', 'candidate', 'probationary', 'full'] as const

function Road({ stage }: { stage: string }) {
  const here = ROAD.findIndex((s) => s === stage)
  if (here < 0) return null
  return (
    <ol className="road">
      {ROAD.map((s, i) => (
        <li key={s} className={i < here ? 'past' : i === here ? 'here' : ''} aria-current={i === here ? 'step' : undefined}>{t(`stage_short.${s}`)}</li>
      ))}
    </ol>
  )
}

function Awaited({ a, today }: { a: NonNullable<Standing['awaited']>; today: string }) {
  const pair = (key: Key, value: string | null | undefined) => value ? <div><span>{t(key)}</span><b>{value}</b></div> : null
  const open = a.earliest_on !== null && a.earliest_on <= today
  return (
    <section className="card await" aria-labelledby="awaited">
      <div className="label">{t('stand.awaited')}</div>
      <h2 id="awaited">{tr(a.title)}</h2>
      <div className="pairs">
        {pair('stand.from', a.owner === 'person' ? tr(a.post_name) : t('stand.by', { organisation: a.organisation_name, post: tr(a.post_name) }))}
        {pair('stand.since', day(a.since_on))}
        {pair('stand.earliest', a.earliest_on && (open ? t('stand.open_since', { day: day(a.earliest_on) }) : day(a.earliest_on)))}
        {pair('stand.latest', day(a.latest_on))}
      </div>
      {tr(a.how) && <p>{tr(a.how)}</p>}
      {a.provisional && <p className="muted small">{t('rule.provisional')}</p>}
    </section>
  )
}

function Delays({ delays }: { delays: Standing['delays'] }) {
  if (delays.length === 0) return null
  return (
    <section className="card" aria-labelledby="delays">
      <h2 id="delays">{t('stand.delays')}</h2>
      <p className="muted" style={{ marginBottom: 10 }}>{t('stand.delays_text')}</p>
      <div className="stack">
        {delays.map((d, i) => (
          <div key={i}>
            <div>{tr(d.message)}</div>
            <div className="small"><span className="late">{t('debt.overdue', { n: d.overdue_days })}</span> <span className="muted">{[d.since_on && t('debt.since', { day: day(d.since_on) }), d.due_on && t('debt.due', { day: day(d.due_on) })].filter(Boolean).join(t('punctuation.comma'))}</span></div>
          </div>
        ))}
      </div>
    </section>
  )
}

function Timeline({ s }: { s: Standing }) {
  return (
    <section className="card long" aria-labelledby="line">
      <h2 id="line">{t('stand.line', { done: s.steps_done, total: s.steps_total })}</h2>
      <ol className="line">
        {s.timeline.map((x) => {
          const here = x.code === s.awaited?.step
          const on = day(x.happened_on)
          return (
            <li key={x.code} className={here ? 'here' : x.done ? 'past' : ''} aria-current={here ? 'step' : undefined}>
              <span>{x.number} {tr(x.title)}</span>
              <span className="num">{here ? (on ? t('stand.again', { day: on }) : t('stand.now')) : on}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/* What ended the way, and what may follow. */
function Ended({ s }: { s: Standing }) {
  if (s.state === null || s.state === 'open') return s.stage === 'full' ? <Note kind="good">{t('stand.complete')}</Note> : null
  if (s.state === 'full') return <Note kind="good">{t('stand.complete')}</Note>
  return <Note kind="info">{t(`stand_ended.${s.state}`, { day: day(s.closed_on) })}</Note>
}

/* The page itself; the reader has signed in, or holds the slip. */
export function Stand({ s, papers }: { s: Standing; papers: Papers | undefined }) {
  return (
    <>
      <section className="card">
        <div className="stand-top">
          <div>
            <div className="muted">{s.name}</div>
            <div className="big">{tc('stage', s.stage)}</div>
          </div>
          {s.stage_on && <div className="muted">{t('stand.stage_since', { day: day(s.stage_on) })}</div>}
        </div>
        {s.extended && s.state === 'open' && <p className="muted">{t('stand.extended', { day: day(s.probation_due_on) })}</p>}
        <Road stage={s.stage} />
      </section>
      {s.awaited ? <Awaited a={s.awaited} today={s.today} /> : <Ended s={s} />}
      <Delays delays={s.delays} />
      <OwnPapers papers={papers} />
      <Timeline s={s} />
      <p className="muted small">{t('stand.foot')}</p>
    </>
  )
}

export default function WhereIStand() {
  const q = useQuery({ queryKey: ['where-i-stand'], queryFn: whereIStand })
  const papers = useQuery({ queryKey: ['where-i-stand', 'papers'], queryFn: ownPapers, enabled: q.isSuccess })
  const none = q.error instanceof ApiError && q.error.status === 404
  return (
    <div className="page-narrow" style={{ maxWidth: 760 }}>
      <PageHeader title={t('stand.title')} />
      {q.isPending && <div className="card"><Loading /></div>}
      {none && <div className="card"><Empty title={t('stand.none')}>{t('stand.none_text')}</Empty></div>}
      {q.isError && !none && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && <Stand s={q.data} papers={papers.data} />}
    </div>
  )
}
