/* The figures of a year of an organisation, to print: applications, trainings, admissions, and the shares of each year group. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { YearFigures } from '../api'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import { yearFigures } from './api'
import { percent } from './percent'
import '../platform/lists.css'

const YEARS_BACK = 5

type Group = YearFigures['groups'][number]

function Year({ d }: { d: YearFigures }) {
  const rows = [
    [t('figures.applied'), d.applied, ''],
    [t('figures.trained'), d.trained, d.applied > 0 ? t('figures.of_applied', { share: percent(d.trained_permille) }) : ''],
    [t('figures.developed'), d.developed, d.trained > 0 ? t('figures.of_trained', { share: percent(d.developed_permille) }) : ''],
  ] as const
  return (
    <table className="grid">
        <caption className="visually-hidden">{t('figures.year_title', { year: d.year })}</caption>
        <thead><tr><th scope="col">{t('figures.item')}</th><th scope="col">{t('figures.people')}</th><th scope="col">{t('figures.share')}</th></tr></thead>
        <tbody>{rows.map(([name, n, share]) => <tr key={name}><td>{name}</td><td className="num">{n}</td><td className="num">{share}</td></tr>)}</tbody>
    </table>
  )
}

/* A share beside the school's reference line: no colour and no rank, it is not a quota. */
function Share({ n, permille, line, known }: { n: number; permille: number; line: number; known: boolean }) {
  return <>{n}{known && <> · {percent(permille)}</>}{line > 0 && <div className="muted small">{t('figures.line', { line })}</div>}</>
}

function Groups({ d }: { d: YearFigures }) {
  if (d.groups.length === 0) return <Empty title={t('figures.no_groups')}>{t('figures.no_groups_text')}</Empty>
  const name = (g: Group): string => t(g.first_year ? 'figures.group_first' : 'figures.group', { year: g.entry_year })
  return (
    <table className="grid">
        <caption className="visually-hidden">{t('figures.groups')}</caption>
        <thead><tr><th scope="col">{t('figures.entry')}</th><th scope="col">{t('figures.people')}</th><th scope="col">{t('figures.has_applied')}</th><th scope="col">{t('figures.activists')}</th></tr></thead>
        <tbody>
          {d.groups.map((g) => (
            <tr key={g.entry_year}>
              <td>{name(g)}</td><td className="num">{g.people}</td>
              <td className="num"><Share n={g.applied} permille={g.applied_permille} line={g.applied_line} known={g.people > 0} /></td>
              <td className="num"><Share n={g.activists} permille={g.activists_permille} line={g.activists_line} known={g.people > 0} /></td>
            </tr>
          ))}
        </tbody>
    </table>
  )
}

export default function Figures() {
  const session = useSession()
  const [f, set] = useFilters()
  const id = f.organisation_id ?? session.rights.find((r) => r.perms.includes('case_read'))?.organisation_id ?? ''
  const now = Number(session.today.slice(0, 4))
  const year = Number(f.year ?? now)
  const q = useQuery({ queryKey: ['year-figures', id, year], queryFn: () => yearFigures(id, year), enabled: id !== '' })
  return (
    <>
      <PageHeader title={t('figures.title')} sub={t('figures.sub')} back={{ to: '/cases', text: t('nav.cases') }} actions={<Button type="primary" onClick={() => window.print()}>{t('action.print')}</Button>} />
      <div className="filters no-print" role="search">
        <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={id} onChange={(v) => set({ organisation_id: v })} /></div>
        <PlainSelect aria-label={t('figures.year')} value={String(year)} onChange={(v) => set({ year: v === String(now) ? undefined : v })} options={Array.from({ length: YEARS_BACK + 1 }, (_, i) => ({ value: String(now - i), label: t('figures.year_n', { year: now - i }) }))} />
      </div>
      {q.isPending && <div className="card"><Loading lines={6} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && (
        <>
          <section className="card">
            <h2>{t('figures.sheet', { organisation: q.data.organisation_name, year: q.data.year })}</h2>
            <Year d={q.data} />
          </section>
          <section className="card" style={{ marginTop: 16 }}>
            <h2>{t('figures.groups')}</h2>
            <p className="muted small">{t('figures.as_of', { day: day(q.data.as_of) })}</p>
            <Groups d={q.data} />
            <p className="muted small" style={{ marginTop: 8 }}>{t('figures.about')}</p>
          </section>
        </>
      )}
    </>
  )
}
