/* Who took which roster out, when and for what. */
import type { ExportRow } from '../api'
import { t, tc } from '../i18n'
import { moment } from '../platform/dates'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { homeOrganisation, useSession } from '../platform/session'
import { exportsDone } from './api'

const columns = (): Column<ExportRow>[] => [
  { key: 'at', title: t('export.at'), render: (r) => <span className="num">{moment(r.created_at)}</span>, className: 'nowrap' },
  { key: 'by', title: t('export.by'), render: (r) => r.account_name, className: 'nowrap' },
  { key: 'organisation', title: t('field.organisation'), render: (r) => r.organisation_name },
  { key: 'kind', title: t('export.kind'), render: (r) => tc('export.kind', r.kind) },
  { key: 'purpose', title: t('export.purpose'), render: (r) => r.purpose },
  { key: 'receiver', title: t('export.receiver'), render: (r) => r.receiver },
  { key: 'n', title: t('export.people'), render: (r) => <span className="num">{r.n_rows}</span>, className: 'nowrap' },
]

export default function Exports() {
  const session = useSession()
  return (
    <>
      <PageHeader title={t('export.past')} sub={t('export.past_sub')} back={{ to: '/people', text: t('nav.people') }} />
      <PageTable<ExportRow>
        name="exports" label={t('export.past')} query={{ organisation_id: homeOrganisation(session) }} load={exportsDone} rowKey={(r) => r.id} columns={columns()}
        card={(r) => (
          <>
            <div className="item-top"><b>{r.purpose}</b><span className="muted small num">{moment(r.created_at)}</span></div>
            <div className="meta">{r.account_name} · {r.organisation_name} · {tc('export.kind', r.kind)} · {t('roster.total', { n: r.n_rows })}</div>
          </>
        )}
        empty={{ title: t('export.none') }}
      />
    </>
  )
}
