/* The meetings of a committee, the newest first. */
import { Link } from 'react-router'
import type { MeetingRow } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { meetings } from './api'

export const stateKinds = { draft: 'info', held: 'warn', closed: 'good', cancelled: 'quiet' } as const

export function MeetingState({ state }: { state: string }) {
  return <StateTag kind={stateKinds[state as keyof typeof stateKinds] ?? 'quiet'}>{tc('meeting_state', state)}</StateTag>
}

export function MeetingList({ organisationId }: { organisationId: string }) {
  const on = (m: MeetingRow): string => day(m.held_on ?? m.planned_on)
  const count = (m: MeetingRow): string => t('meetings.count', { n: m.n_items, open: m.n_open })
  const columns: Column<MeetingRow>[] = [
    { key: 'title', title: t('desk.meeting_title'), render: (m) => <Link to={`/desk/meetings/${m.id}`}>{m.title}</Link> },
    { key: 'day', title: t('meeting.day'), render: on, className: 'nowrap' },
    { key: 'state', title: t('case.state'), render: (m) => <MeetingState state={m.state} />, className: 'nowrap' },
    { key: 'n', title: t('today.people'), render: count, className: 'nowrap' },
  ]
  return (
    <PageTable<MeetingRow>
      name="meetings" label={t('desk.tab.meetings')} query={{ organisation_id: organisationId }} load={meetings} rowKey={(m) => m.id} columns={columns}
      card={(m) => <><div className="item-top"><Link to={`/desk/meetings/${m.id}`}>{m.title}</Link><MeetingState state={m.state} /></div><div className="meta">{on(m)} · {count(m)}</div></>}
      empty={{ title: t('meetings.empty'), text: t('meetings.empty_text') }}
    />
  )
}
