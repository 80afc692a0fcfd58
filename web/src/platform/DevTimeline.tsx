/* The 25 steps by stage; one of them may be open, with its form or its record in place. */
import type { ReactNode } from 'react'
import { t, tc } from '../i18n'

export interface TimelineItem { code: string; number: number; stage: string; title: string; state: string; sub?: ReactNode; action?: { text: string; expanded: boolean; run: () => void }; body?: ReactNode; printed?: ReactNode }

export function DevTimeline({ stages, items }: { stages: { code: string; title: string }[]; items: TimelineItem[] }) {
  return (
    <div className="steps">
      {stages.map((s) => {
        const own = items.filter((i) => i.stage === s.code)
        if (own.length === 0) return null
        return (
          <section key={s.code} aria-label={s.title}>
            <h3 className="stage-head">{s.title}</h3>
            <ol className="steps">
              {own.map((i) => (
                <li key={i.code} id={`step-${i.code}`} className={`step ${i.state}`}>
                  <span className="rail" aria-hidden="true" /><span className="dot" aria-hidden="true">{i.number || '·'}</span>
                  <div className="step-line">
                    <div>
                      <span className="title">{i.title}</span> <span className="visually-hidden">{t(i.number ? 'case.step_state' : 'case.other_state', { n: i.number, state: tc('step_state', i.state) })}</span>
                      {i.sub && <div className="by">{i.sub}</div>}
                    </div>
                    {i.action && <button type="button" className="open" aria-expanded={i.action.expanded} aria-label={`${i.action.text} ${i.title}`} onClick={i.action.run}>{i.action.text}</button>}
                  </div>
                  {i.printed}
                  {i.body}
                </li>
              ))}
            </ol>
          </section>
        )
      })}
    </div>
  )
}
