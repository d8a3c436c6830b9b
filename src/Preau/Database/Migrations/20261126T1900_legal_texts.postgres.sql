-- One legal notice and one privacy text became one of each in every language of the site: what was written is in the campaign's.
update setting set value = (value::jsonb - 'noticeText' - 'privacyText' || jsonb_build_object('texts', jsonb_build_object(
    n.language, jsonb_build_object('notice', value::jsonb ->> 'noticeText', 'privacy', value::jsonb ->> 'privacyText'))))::text
from nation n
where n.id = setting.nation_id and setting.name = 'LegalSettings' and coalesce(value::jsonb ->> 'noticeText', value::jsonb ->> 'privacyText') is not null;
