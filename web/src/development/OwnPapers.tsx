/* On "where I stand": which of the person's papers are in the file, and which he still has to hand in. */
import { t, tr } from '../i18n'
import type { OwnPapers as Papers } from '../api'

export function OwnPapers({ papers }: { papers: Papers | undefined }) {
  if (!papers || papers.items.length === 0) return null
  const { items, there_n } = papers
  const owed = items.filter((p) => p.own && !p.there)
  return (
    <section className="card long" aria-labelledby="own-papers">
      <h2 id="own-papers">{t('stand.papers', { there: there_n, of: items.length })}</h2>
      {there_n === 0 ? <p className="muted">{t('stand.papers_none')}</p> : (
        <>
          {owed.length > 0 && <p>{t('stand.papers_owed')}</p>}
          <ul className="line">
            {items.map((p, i) => (
              <li key={i} className={p.there ? 'past' : p.own ? 'here' : ''}>
                <span>{tr(p.name)} <small className="muted">{tr(p.step_title)}</small></span>
                <span>{t(p.there ? 'stand.paper_there' : p.own ? 'stand.paper_owed' : 'stand.paper_awaited')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
