/* Why the rules refuse or warn: in words, with the article and the day from which it is allowed. */
import type { Finding } from '../api'
import { t, tr } from '../i18n'
import { day } from './dates'

export function FindingText({ f }: { f: Finding }) {
  return (
    <>
      <div>{tr(f.message) || f.rule}</div>
      <div className="why">
        {f.article && <span>{t('rule.article', { article: f.article })} </span>}
        {f.allowed_from && <span className="when">{t('rule.allowed_from', { day: day(f.allowed_from) })}</span>}
      </div>
    </>
  )
}

export function Findings({ items }: { items: Finding[] }) {
  return <>{items.map((f, i) => <div className="finding" key={f.rule + i}><FindingText f={f} /></div>)}</>
}
