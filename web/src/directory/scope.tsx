/* What the pages below an organisation share: which one, its name, the way back, the filter. `branch`: it, if it is one. */
import { BRANCHES, OrgTreeSelect, useOrganisations } from '../platform/inputs'
import { homeOrganisation, mayAt, useSession } from '../platform/session'
import { t } from '../i18n'
import { useFilters, type Change, type Filters } from '../platform/useFilters'

export interface Scope { id: string | undefined; name: string | undefined; branch: string | undefined; f: Filters; set: (c: Change) => void; mayEdit: (organisationId: string | undefined) => boolean; back: { to: string; text: string } }

export function useScope(): Scope {
  const session = useSession()
  const [f, set] = useFilters()
  const tree = useOrganisations().data?.items ?? []
  const id = f.organisation_id ?? homeOrganisation(session)
  const here = tree.find((o) => o.id === id)
  return {
    id, name: here?.name, branch: here && BRANCHES.includes(here.kind) ? here.id : undefined, f, set, mayEdit: (at) => at !== undefined && mayAt(session, 'directory_edit', at, tree),
    back: { to: id ? `/organisations?id=${id}` : '/organisations', text: here?.name ?? t('nav.organisations') },
  }
}

export function ScopeFilter({ scope, branchesOnly }: { scope: Scope; branchesOnly?: boolean }) {
  return <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} branchesOnly={branchesOnly} value={scope.id} onChange={(organisation_id) => scope.set({ organisation_id })} /></div>
}
