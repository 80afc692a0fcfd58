/* Words and colours of a class's goal. */
import { t } from '../i18n'

const colour = { not_met: 'warn', met: 'good', may_found_branch: 'info', unknown: 'quiet', none: 'quiet' } as const
export type GoalColour = (typeof colour)[keyof typeof colour]

export function goalColour(state: string): GoalColour {
  return colour[state as keyof typeof colour] ?? 'quiet'
}

/* "Third year": the names end where degrees end, then the number itself. */
export function yearName(year: number, entry: number | null): string {
  if (!entry || year < 1) return ''
  return t('goals.year_n', { n: t('goals.year_names').split(',')[year - 1] ?? year, entry })
}
