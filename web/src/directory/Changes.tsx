/* What changed between two days: how many of each kind before and after, and every old -> new. */
import { useQuery } from '@tanstack/react-query'
import { t, tc } from '../i18n'
import { DayInput } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import type { KindCount, OrganisationChanges } from '../api'
import { changes } from './api'
import { KINDS } from './words'

const count = (c: KindCount, kind: string): number => c.by_kind.find((k) => k.kind === kind)?.n ?? 0
const signed = (n: number): string => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0')

/* Old -> new in the words of the event. */
function link(e: OrganisationChanges['events'][number]): string {
  const from = e.kind === 'renamed' ? e.old_name : e.kind === 'changed_kind' ? `${e.name} ${tc('kind', e.old_kind)}` : e.kind === 'moved' ? `${e.name} ${e.old_parent_name ?? ''}` : e.name
  const to = e.successor_name ?? (e.kind === 'renamed' ? e.new_name : e.kind === 'changed_kind' ? tc('kind', e.new_kind) : e.kind === 'moved' ? e.new_parent_name : null)
  return to ? `${from ?? e.name} → ${to}` : e.name
}

function Table({ c, from, until }: { c: OrganisationChanges; from: string; until: string }) {
  const kinds = KINDS.filter((k) => count(c.before, k) || count(c.after, k))
  const row = (name: string, a: number, b: number, bold = false) => (
    <tr key={name} style={bold ? { fontWeight: 600 } : undefined}><td>{name}</td><td className="right num">{a}</td><td className="right num">{b}</td><td className="right delta">{signed(b - a)}</td></tr>
  )
  return (
    <table className="grid plain">
      <thead><tr><th>{t('organisation.kind')}</th><th className="right num">{from}</th><th className="right num">{until}</th><th className="right">{t('changes.delta')}</th></tr></thead>
      <tbody>{kinds.map((k) => row(tc('kind', k), count(c.before, k), count(c.after, k)))}{row(t('changes.total'), c.before.total, c.after.total, true)}{row(t('changes.upper'), c.before.upper, c.after.upper)}{row(t('changes.branches'), c.before.branches, c.after.branches)}</tbody>
    </table>
  )
}

export default function Changes() {
  const session = useSession()
  const [f, set] = useFilters({ from: `${Number(session.today.slice(0, 4)) - 1}${session.today.slice(4)}`, until: session.today })
  const q = useQuery({ queryKey: ['organisation-changes', f.from, f.until], queryFn: () => changes({ from: f.from, until: f.until }), enabled: !!f.from && !!f.until })
  return (
    <>
      <PageHeader title={t('changes.title')} back={{ to: '/organisations', text: t('nav.organisations') }} actions={
        <span className="row">
          <DayInput aria-label={t('changes.from')} style={{ width: 150 }} value={f.from} onChange={(from) => set({ from })} />{t('changes.to')}
          <DayInput aria-label={t('changes.until')} style={{ width: 150 }} value={f.until} onChange={(until) => set({ until })} />
        </span>
      } />
      {q.isPending && <div className="card"><Loading /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && (
        <div className="columns even">
          <section className="card"><h2>{t('changes.counts')}</h2><Table c={q.data} from={f.from!} until={f.until!} /></section>
          <section className="card long">
            <h2>{t('changes.events')}</h2>
            {q.data.events.length === 0 && <Empty title={t('changes.none')} />}
            {q.data.events.map((e, i) => (
              <div className="event" key={i}>
                <span className="when">{e.happened_on}</span>
                <div><b>{tc('event', e.kind)}</b> {link(e)}{e.decision && <div className="muted small">{e.decision}</div>}</div>
              </div>
            ))}
          </section>
        </div>
      )}
    </>
  )
}
