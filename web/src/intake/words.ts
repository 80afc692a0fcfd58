/* Which fields a column of each kind of file may mean; words for them stand in the catalogues. */
export const FIELDS: Record<string, readonly string[]> = {
  roster: [
    'name', 'sex', 'ethnicity', 'id_number', 'birth', 'education', 'category', 'branch', 'class', 'student_no', 'staff_no', 'joined', 'converted', 'applied', 'activist',
    'candidate', 'job', 'mobile', 'landline', 'address', 'native_place', 'post', 'membership_state', 'lost_contact', 'floating', 'note', 'receiving_organisation',
    'work_started', 'unit_and_post', 'joining_kind', 'person_kind', 'organisation',
  ],
  pipeline: [
    'name', 'student_no', 'class', 'branch', 'applied', 'first_talk', 'activist', 'cultivator_1', 'cultivator_2', 'inspections', 'training_certificate', 'candidate',
    'notice', 'review_conclusion', 'pre_review', 'assembly', 'due', 'present', 'yes', 'no', 'abstain', 'approval', 'oath', 'converted', 'note',
  ],
  organisation: ['code', 'name', 'kind', 'parent', 'founded', 'secretary', 'deputy', 'note', 'year', 'level', 'organisation', 'branch', 'size'],
}
