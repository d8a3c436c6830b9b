-- One legal notice and one privacy text became one of each in every language of the site: what was written is in the campaign's.
update setting set value = json_remove(
    json_set(value, '$.texts', json_object(
        (select n.language from nation n where n.id = setting.nation_id),
        json_object('notice', json_extract(value, '$.noticeText'), 'privacy', json_extract(value, '$.privacyText')))),
    '$.noticeText', '$.privacyText')
where name = 'LegalSettings' and coalesce(json_extract(value, '$.noticeText'), json_extract(value, '$.privacyText')) is not null;
