/* What an account may do, from its session. The server decides; this only shapes the screen. */
import type { Session } from '../api'

type Rights = Pick<Session, 'rights'>
interface Place { id: string; parent_id: string | null }

/* May this account do it anywhere? */
export function may(session: Rights, perm: string): boolean {
  return session.rights.some((r) => r.perms.includes(perm))
}

/* At this organisation? A right reaches down: it is held there or at an organisation above it. */
export function mayAt(session: Rights, perm: string, organisationId: string, tree: Place[]): boolean {
  const parents = new Map(tree.map((o) => [o.id, o.parent_id]))
  const seen = new Set<string>()
  for (let id: string | null = organisationId; id && parents.has(id) && !seen.has(id); id = parents.get(id) ?? null) {
    seen.add(id)
    if (session.rights.some((r) => r.organisation_id === id && r.perms.includes(perm))) return true
  }
  return false
}

/* An account with a post works for others; one without sees only its own progress. */
export function isStaff(session: Rights): boolean {
  return may(session, 'directory_read') || may(session, 'case_read') || may(session, 'account_edit')
}

/* The highest organisation the account works for: where lists begin. */
export function homeOrganisation(session: Rights): string | undefined {
  return session.rights.find((r) => r.perms.includes('directory_read'))?.organisation_id ?? session.rights[0]?.organisation_id
}
