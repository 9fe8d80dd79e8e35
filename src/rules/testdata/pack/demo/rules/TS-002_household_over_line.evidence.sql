select s.household_id as subject_id, s.row_ref from settlements s where s.household_id is not null
