import { Form, Input } from 'antd'
import { t } from '../i18n'
import { CodeSelect, DayInput } from '../platform/inputs'

/* The personal data we keep and nothing more (design P8). */
export function PersonFields({ withId }: { withId?: boolean }) {
  const text = (name: string, label: string, max = 100) => <Form.Item name={name} label={label}><Input maxLength={max} /></Form.Item>
  return (
    <div className="two">
      <Form.Item name="name" label={t('field.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="sex" label={t('field.sex')}><CodeSelect group="sex" codes={['male', 'female']} all={t('action.choose')} /></Form.Item>
      {text('ethnicity', t('field.ethnicity'), 20)}
      <Form.Item name="birth" label={t('field.birth')}><DayInput /></Form.Item>
      {text('student_no', t('field.student_no'), 32)}
      {text('staff_no', t('field.staff_no'), 32)}
      {withId && <Form.Item name="id_number" label={t('field.id_number')} rules={[{ pattern: /^\d{17}[\dXx]$/, message: t('fault.id_number') }]}><Input maxLength={18} autoComplete="off" /></Form.Item>}
      {text('mobile', t('field.mobile'), 32)}
      {text('education', t('field.education'), 40)}
      {text('native_place', t('field.native_place'), 60)}
      {text('job', t('field.job'), 100)}
      {text('address', t('field.address'), 200)}
      <Form.Item name="leaving_on" label={t('field.leaving_on')} tooltip={t('field.leaving_on_help')}><DayInput /></Form.Item>
    </div>
  )
}
