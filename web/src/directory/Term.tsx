/* Where a post's term stands today. */
import type { Post } from '../api'
import { t } from '../i18n'
import { StateTag } from '../platform/StageTag'

export function Term({ p, today }: { p: Pick<Post, 'until_on' | 'term_until'>; today: string }) {
  if (p.until_on && p.until_on <= today) return <StateTag kind="quiet">{t('posts.ended')}</StateTag>
  if (p.term_until && p.term_until < today) return <StateTag kind="warn">{t('posts.term_over')}</StateTag>
  return <StateTag kind="good">{t('posts.in_office')}</StateTag>
}
