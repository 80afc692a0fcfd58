/* Goal board: members in the first year, a group in the second, a branch in the third. */
import { t, tc } from '../i18n'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Goal } from '../api'
import { OrgTreeSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { homeOrganisation, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { goals } from './api'
import { goalColour, yearName } from './goal'

const yesNo = (b: boolean): string => t(b ? 'yes' : 'no')

const columns = (): Column<Goal>[] => [
  { key: 'class', title: t('field.class'), render: (g) => <Link to={`/organisations/classes/${g.class_id}`}>{g.class_name}</Link> },
  { key: 'year', title: t('goals.year'), render: (g) => yearName(g.year, g.entry_year), className: 'nowrap' },
  { key: 'campus', title: t('goals.campus'), render: (g) => g.campus },
  { key: 'members', title: t('goals.members'), render: (g) => t('goals.members_n', { n: g.members, full: g.full_members }), className: 'nowrap' },
  { key: 'group', title: t('goals.group'), render: (g) => yesNo(g.has_group), className: 'nowrap' },
  { key: 'branch', title: t('goals.branch'), render: (g) => yesNo(g.has_branch), className: 'nowrap' },
  { key: 'goal', title: t('goals.goal'), render: (g) => tc('goals.goal', String(Math.min(g.year, 3))) },
  { key: 'state', title: t('goals.state'), render: (g) => <StateTag kind={goalColour(g.state)}>{tc('goals.state', g.state)}</StateTag>, className: 'nowrap' },
]

export default function Goals() {
  const session = useSession()
  const [f, set] = useFilters()
  const organisation_id = f.organisation_id ?? homeOrganisation(session)
  const all = useQuery({ queryKey: ['goals', organisation_id], queryFn: () => goals({ organisation_id }) })
  return (
    <>
      <PageHeader title={t('goals.title')} sub={t('goals.sub')} back={{ to: '/organisations', text: t('nav.organisations') }} />
      {all.data && (
        <div className="tiles">
          {all.data.goals.map((g) => (
            <div className="tile" key={g.code}>
              <span>{tc('goals.of', g.code)}</span><b>{g.n}</b><small>{t('goals.of_n', { n: g.of })}</small> <StateTag kind={goalColour(g.state)}>{tc('goals.state', g.state)}</StateTag>
            </div>
          ))}
        </div>
      )}
      <PageTable<Goal>
        name="goals-rows" label={t('goals.title')} query={{ organisation_id }} load={async () => { const g = await goals({ organisation_id }); return { items: g.items, next: null, total: g.items.length } }} rowKey={(g) => g.class_id} columns={columns()}
        card={(g) => (
          <>
            <div className="item-top"><Link to={`/organisations/classes/${g.class_id}`}>{g.class_name}</Link><StateTag kind={goalColour(g.state)}>{tc('goals.state', g.state)}</StateTag></div>
            <div className="meta">{[t('goals.goal') + t('punctuation.colon') + tc('goals.goal', String(Math.min(g.year, 3))), yearName(g.year, g.entry_year)].filter(Boolean).join(' · ')}</div>
            <div className="meta">{t('goals.members')}{t('punctuation.colon')}{t('goals.members_n', { n: g.members, full: g.full_members })}</div>
          </>
        )}
        filters={<div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>}
        empty={{ title: t('goals.empty') }}
      />
    </>
  )
}
