/* On a dossier: what committees said of it, so that the branch knows what to mend. */
import { useQuery } from '@tanstack/react-query'
import { t, tc, tr } from '../i18n'
import { said } from './api'

export function SaidCard({ caseId, version }: { caseId: string; version: number }) {
  const q = useQuery({ queryKey: ['case', caseId, 'said', version], queryFn: () => said(caseId) })
  if (!q.data || q.data.items.length === 0) return null
  return (
    <section className="card">
      <h2>{t('said.title')}</h2>
      {q.data.items.map((s) => (
        <div className="event" key={s.meeting_id + s.step}>
          <span className="when">{s.held_on}</span>
          <div>
            {tr(s.title)}{t('punctuation.colon')}<b>{tc(s.power === 'deliberates' ? 'item_state' : 'decision', s.power === 'deliberates' ? s.state : s.decision)}</b>
            <div className="muted small">{[s.organisation_name, s.reason].filter(Boolean).join(' · ')}</div>
          </div>
        </div>
      ))}
    </section>
  )
}
