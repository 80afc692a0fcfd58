/* One contradiction: the two papers, what is wrong, by which text, the smallest repair. */
import { Link } from 'react-router'
import type { Dossier, DossierFinding } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { StateTag } from '../platform/StageTag'

type Item = DossierFinding['items'][number]

/* Where an item is looked at and mended; nothing to open for a transfer or the person. */
function place(caseId: string, item: Item): string | null {
  if (item.kind === 'step') return `/cases/${caseId}#step-${item.code ?? ''}`
  return item.kind === 'paper' ? `/cases/${caseId}/papers#paper-${item.id ?? ''}` : null
}

function Cited({ caseId, item }: { caseId: string; item: Item }) {
  const to = place(caseId, item)
  const name = tr(item.name)
  return (
    <li>
      {to ? <Link to={to}>{name}</Link> : name}
      {item.on && <span className="muted small num"> {day(item.on)}</span>}
    </li>
  )
}

function source(f: DossierFinding): string {
  if (f.custom) return tc('custom', f.custom)
  return tr(f.law_title) + (f.article ? t('dossier.article', { article: f.article }) : '')
}

export function Found({ caseId, f }: { caseId: string; f: DossierFinding }) {
  return (
    <article className="finding found" aria-label={tr(f.message)}>
      <div className="item-top">
        <ul className="cited">{f.items.map((i) => <Cited key={`${i.kind}${i.id}${i.code}`} caseId={caseId} item={i} />)}{f.missing && <li><Link className="muted" to={`/cases/${caseId}/papers`}>{t('dossier.missing')}</Link></li>}</ul>
        <StateTag kind={f.severity === 'contradiction' ? 'bad' : 'warn'}>{tc('severity', f.severity)}</StateTag>
      </div>
      <p>{tr(f.message)}</p>
      <p className="repair"><b>{t('dossier.repair')}</b>{tr(f.repair)}</p>
      <div className="why">{t('dossier.source', { source: source(f) })}{f.provisional && ` · ${t('dossier.provisional')}`}</div>
    </article>
  )
}

/* Why nothing is said of missing papers: nobody has registered them, or not half of them. */
export function PapersNote({ d }: { d: Dossier }) {
  if (d.papers_complete || d.papers_needed_n === 0) return null
  return (
    <p className="muted small">
      {d.papers_there_n === 0 ? t('dossier.papers_none') : t('dossier.papers_begun', { n: d.papers_there_n, needed: d.papers_needed_n })}{' '}
      <Link to={`/cases/${d.case_id}/papers`}>{t('dossier.papers_open')}</Link>
    </p>
  )
}

export function FoundList({ caseId, items, more }: { caseId: string; items: DossierFinding[]; more: number }) {
  return (
    <>
      {items.map((f, i) => <Found key={f.rule + i} caseId={caseId} f={f} />)}
      {more > 0 && <p className="muted small">{t('dossier.more', { n: more })}</p>}
    </>
  )
}
