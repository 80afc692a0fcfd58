/* Records a class, or changes one. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber } from 'antd'
import type { ClassRow } from '../api'
import { t } from '../i18n'
import { FormModal } from '../platform/FormModal'
import { CodeSelect, DayInput, OrgTreeSelect, PersonSelect } from '../platform/inputs'
import { addClass, editClass } from './api'
import { changedOnly, filledOnly, type Given } from './patch'
import { LEVELS } from './words'

export function ClassDialog({ organisationId, known, close }: { organisationId?: string; known?: ClassRow; close: () => void }) {
  const client = useQueryClient()
  const submit = async (v: Given): Promise<void> => {
    if (known) await editClass(known.id, { ...changedOnly(known, v), version: known.version })
    else await addClass(filledOnly(v))
    await Promise.all([['classes'], ['class'], ['goals'], ['goals-rows']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  const names = known?.counsellor_id ? { [known.counsellor_id]: known.counsellor_name ?? '' } : undefined
  return (
    <FormModal<Given> title={t(known ? 'classes.edit' : 'classes.add')} close={close} width={620} submit={submit} initial={known ? ({ ...known } as Given) : { organisation_id: organisationId }}>
      <div className="two">
        <Form.Item name="name" label={t('classes.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} /></Form.Item>
        <Form.Item name="code" label={t('classes.code')} rules={[{ required: true, whitespace: true }]}><Input maxLength={40} /></Form.Item>
        {!known && <Form.Item name="organisation_id" label={t('classes.kept_by')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>}
        <Form.Item name="branch_id" label={t('field.branch')}><OrgTreeSelect branchesOnly allowClear /></Form.Item>
        <Form.Item name="entry_year" label={t('classes.entry_year')}><InputNumber min={1950} max={2199} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="level" label={t('classes.level')}><CodeSelect group="level" codes={LEVELS} all={t('action.choose')} /></Form.Item>
        <Form.Item name="campus" label={t('goals.campus')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="size" label={t('classes.size')}><InputNumber min={0} max={1000} precision={0} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="counsellor_id" label={t('classes.counsellor')} extra={t('classes.counsellor_help')}><PersonSelect known={names} /></Form.Item>
        {!known?.counsellor_id && <Form.Item name="counsellor_name" label={t('classes.counsellor_name')}><Input maxLength={60} /></Form.Item>}
        {known && <Form.Item name="closed_on" label={t('classes.closed_on')}><DayInput /></Form.Item>}
      </div>
    </FormModal>
  )
}
