/* The classes of an organisation: year, branch, counsellor, how many are known of how many. */
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ClassRow } from '../api'
import { t } from '../i18n'
import { day } from '../platform/dates'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { StateTag } from '../platform/StageTag'
import { classes } from './api'
import { ClassDialog } from './ClassDialog'
import { ScopeFilter, useScope } from './scope'

const people = (c: ClassRow): string => (c.size ? t('classes.people_of', { n: c.people, size: c.size }) : t('classes.people_n', { n: c.people }))
const closed = (c: ClassRow) => c.closed_on && <StateTag kind="quiet">{t('state.closed', { day: day(c.closed_on) })}</StateTag>

const columns = (): Column<ClassRow>[] => [
  { key: 'name', title: t('field.class'), render: (c) => <><Link to={`/organisations/classes/${c.id}`}>{c.name}</Link> {closed(c)}</>, className: 'nowrap' },
  { key: 'year', title: t('classes.entry_year'), render: (c) => c.entry_year && <span className="num">{c.entry_year}</span>, className: 'nowrap' },
  { key: 'campus', title: t('goals.campus'), render: (c) => c.campus },
  { key: 'branch', title: t('field.branch'), render: (c) => c.branch_name },
  { key: 'counsellor', title: t('classes.counsellor'), render: (c) => (c.counsellor_id ? <Link to={`/people/${c.counsellor_id}`}>{c.counsellor_name}</Link> : c.counsellor_name), className: 'nowrap' },
  { key: 'people', title: t('classes.people'), render: (c) => <span className="num">{people(c)}</span>, className: 'nowrap' },
]

export default function Classes() {
  const scope = useScope()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHeader title={t('places.classes')} sub={t('classes.sub')} back={scope.back} actions={
        <>
          <Link to={`/organisations/goals${scope.id ? `?organisation_id=${scope.id}` : ''}`}><Button tabIndex={-1}>{t('goals.title')}</Button></Link>
          {scope.mayEdit(scope.id) && <Button type="primary" onClick={() => setAdding(true)}>{t('classes.add')}</Button>}
        </>
      } />
      <PageTable<ClassRow>
        name="classes" label={t('places.classes')} query={{ organisation_id: scope.id }} load={classes} rowKey={(c) => c.id} columns={columns()}
        card={(c) => (
          <>
            <div className="item-top"><Link to={`/organisations/classes/${c.id}`}>{c.name}</Link>{closed(c) ?? <span className="muted num">{people(c)}</span>}</div>
            <div className="meta">{[c.entry_year && t('classes.entered', { year: c.entry_year }), c.campus, c.branch_name].filter(Boolean).join(' · ')}</div>
            <div className="meta">{t('classes.counsellor')}{t('punctuation.colon')}{c.counsellor_name ?? t('classes.no_counsellor')}</div>
          </>
        )}
        filters={<ScopeFilter scope={scope} />} empty={{ title: t('goals.empty'), text: t('classes.empty_text') }}
      />
      {adding && <ClassDialog organisationId={scope.id} close={() => setAdding(false)} />}
    </>
  )
}
