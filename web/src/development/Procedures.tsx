/* The seven procedures as lamps, each with its days; and probation as one row of days. */
import type { CaseDetail } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { StateTag } from '../platform/StageTag'
import { useSession } from '../platform/session'
import { cultivationLog, probationRow, sevenProcedures, termStart, type Lamp } from './procedures'

function Row({ l }: { l: Lamp }) {
  const counted = l.n !== undefined
  const begun = !l.lit && l.on.length > 0
  const kind = counted ? (l.lit ? 'warn' : 'quiet') : l.lit ? 'good' : begun ? 'info' : 'quiet'
  return (
    <>
      <dt>{tc('procedure', l.code)}</dt>
      <dd><StateTag kind={kind}>{counted ? t(l.lit ? 'procedure.mended_n' : 'procedure.mended_none', { n: l.n ?? 0 }) : t(l.lit ? 'procedure.done' : begun ? 'procedure.begun' : 'procedure.open')}</StateTag> {l.on.map((d) => day(d)).join(t('punctuation.list'))}</dd>
    </>
  )
}

/* Counts and days only: nothing of what was said or written. */
function Log({ c }: { c: CaseDetail }) {
  const { today } = useSession()
  return (
    <section className="card" id="cultivation-log">
      <h2>{t('log.title')}</h2>
      <p className="muted small">{t('log.term', { day: day(termStart(today)) })}</p>
      <dl className="facts">
        {cultivationLog(c, today).map((k) => (
          <div key={k.code} style={{ display: 'contents' }}>
            <dt>{tc('log', k.code)}</dt>
            <dd>{t('log.n', { n: k.n })}{k.last && <> · {t('log.last', { day: day(k.last) })}</>} {k.empty && <StateTag kind="warn">{t('log.empty')}</StateTag>}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function Procedures({ c }: { c: CaseDetail }) {
  return (
    <>
      {c.stage === 'activist' && <Log c={c} />}
      {(c.stage === 'probationary' || c.stage === 'full') && (
        <section className="card" id="probation-row"><h2>{t('procedure.probation')}</h2><dl className="facts">{probationRow(c).map((l) => <Row key={l.code} l={l} />)}</dl></section>
      )}
      <section className="card" id="seven-procedures"><h2>{t('procedure.seven')}</h2><dl className="facts">{sevenProcedures(c).map((l) => <Row key={l.code} l={l} />)}</dl></section>
    </>
  )
}
