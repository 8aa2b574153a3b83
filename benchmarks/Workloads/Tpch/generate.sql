-- The TPC-H schema (specification 4.2, "DBGEN and Database Population") with its cardinalities, keys and distributions. Values are
-- hashes of keys, so that the same scale gives the same rows. {scale} is the scale factor.

-- @setup
set variable parts = cast(200000 * {scale} as bigint);
set variable suppliers = cast(10000 * {scale} as bigint);
set variable customers = cast(150000 * {scale} as bigint);
set variable orders = cast(1500000 * {scale} as bigint);
set variable clerks = greatest(cast(1000 * {scale} as bigint), 1);

-- a number from 0 to n - 1, the same for the same key and purpose
create or replace temp macro draw(k, purpose, n) as cast(hash(cast(k as bigint) * 1000 + purpose) % n as bigint);
-- one of the words that stand in a text, each in as many characters; lists are copied for each row
create or replace temp macro pick(words, width, k, purpose) as rtrim(substr(words, 1 + width * draw(k, purpose, length(words) // width), width));
create or replace temp macro word(kind, width, k, purpose) as pick(getvariable(kind), width, k, purpose);
create or replace temp macro money(cents) as cast(cast(cents as decimal(18, 0)) / 100 as decimal(15, 2));
create or replace temp macro price_of(part) as money(90000 + (part // 10) % 20001 + 100 * (part % 1000));
create or replace temp macro supplier_of(part, nth) as
    1 + (part + nth * (getvariable('suppliers') // 4 + (part - 1) // getvariable('suppliers'))) % getvariable('suppliers');
create or replace temp macro phone(nation, k) as
    (nation + 10) || '-' || (100 + draw(k, 11, 900)) || '-' || (100 + draw(k, 12, 900)) || '-' || (1000 + draw(k, 13, 9000));

-- sentences out of which comments are cut (specification 4.2.2.10): the common words stand several times
set variable nouns = 'packages      requests      accounts      deposits      packages      requests      accounts      deposits      '
    || 'packages      requests      accounts      deposits      packages      requests      accounts      deposits      '
    || 'foxes         ideas         theodolites   pinto beans   instructions  foxes         ideas         theodolites   '
    || 'pinto beans   instructions  dependencies  excuses       platelets     asymptotes    courts        dolphins      '
    || 'multipliers   sauternes     warthogs      frets         dinos         attainments   somas         patterns      '
    || 'forges        braids        hockey playersfrays         warhorses     dugouts       notornis      epitaphs      '
    || 'pearls        tithes        waters        orbits        gifts         sheaves       depths        sentiments    '
    || 'decoys        realms        pains         grouches      escapades     ';
set variable verbs = 'sleep    wake     are      cajole   haggle   nag      use      boost    affix    detect   integratemaintain nod      '
    || 'was      lose     sublate  solve    thrash   promise  engage   hinder   print    x-ray    breach   eat      grow     '
    || 'impress  mold     poach    serve    run      dazzle   snooze   doze     unwind   kindle   play     hang     believe  '
    || 'doubt    ';
set variable adjectives = 'furious  sly      careful  blithe   quick    fluffy   slow     quiet    ruthless thin     close    dogged   daring   '
    || 'brave    stealthy permanententicing idle     busy     regular  final    ironic   even     bold     silent   special  '
    || 'pending  unusual  express  regular  final    ironic   even     bold     silent   special  pending  unusual  express  ';
set variable adverbs = 'sometimes  always     never      furiously  slyly      carefully  blithely   quickly    fluffily   slowly     '
    || 'quietly    ruthlessly thinly     closely    doggedly   daringly   bravely    stealthily permanentlyenticingly '
    || 'idly       busily     regularly  finally    ironically evenly     boldly     silently   ';
set variable prepositions = 'about       above       according toacross      after       against     along       alongside ofamong       '
    || 'around      at          atop        before      behind      beneath     beside      besides     between     '
    || 'beyond      by          despite     during      except      for         from        in place of inside      '
    || 'instead of  into        near        of          on          outside     over        past        since       '
    || 'through     throughout  to          toward      under       until       up          upon        without     '
    || 'with        within      ';
set variable colours = 'almond    antique   aquamarineazure     beige     bisque    black     blanched  blue      blush     brown     burlywood '
    || 'burnished chartreusechiffon   chocolate coral     cornflowercornsilk  cream     cyan      dark      deep      dim       '
    || 'dodger    drab      firebrick floral    forest    frosted   gainsboro ghost     goldenrod green     grey      honeydew  '
    || 'hot       indian    ivory     khaki     lace      lavender  lawn      lemon     light     lime      linen     magenta   '
    || 'maroon    medium    metallic  midnight  mint      misty     moccasin  navajo    navy      olive     orange    orchid    '
    || 'pale      papaya    peach     peru      pink      plum      powder    puff      purple    red       rose      rosy      '
    || 'royal     saddle    salmon    sandy     seashell  sienna    sky       slate     smoke     snow      spring    steel     '
    || 'tan       thistle   tomato    turquoise violet    wheat     white     yellow    ';
create or replace temp macro colour(nth) as rtrim(substr(getvariable('colours'), 1 + 10 * (nth % 92), 10));
create or replace temp table texts as
    select i as id, concat(
        word('adverbs', 11, i, 1), ' ', word('adjectives', 9, i, 2), ' ', word('nouns', 14, i, 3), ' ', word('verbs', 9, i, 4), ' ', word('prepositions', 12, i, 5), ' the ',
        word('adjectives', 9, i, 6), ' ', word('nouns', 14, i, 7), '. ', word('adjectives', 9, i, 8), ' ', word('nouns', 14, i, 9), ' ', word('verbs', 9, i, 10), ' ',
        word('adverbs', 11, i, 11), ' ', word('prepositions', 12, i, 12), ' the ', word('adjectives', 9, i, 13), ' ', word('nouns', 14, i, 14), '. the ',
        word('nouns', 14, i, 15), ' ', word('verbs', 9, i, 16), ' ', word('adverbs', 11, i, 17), ' ', word('adjectives', 9, i, 18), ' ', word('nouns', 14, i, 19), '; ',
        word('adverbs', 11, i, 20), ' ', word('adjectives', 9, i, 21), ' ', word('nouns', 14, i, 22), ' ', word('verbs', 9, i, 23), ' ', word('prepositions', 12, i, 24)) as text
    from range(5000) t(i);
create or replace temp macro cut(text, k, least, most) as substr(text, 1 + draw(k, 31, 30), least + draw(k, 32, most - least + 1));

create or replace temp table drawn_orders as
    select (i // 8) * 32 + i % 8 + 1 as orderkey, i as nth,
        -- a third of the customers has no orders
        1 + draw(i, 41, getvariable('customers') * 2 // 3) + draw(i, 41, getvariable('customers') * 2 // 3) // 2 as custkey,
        date '1992-01-01' + cast(draw(i, 42, 2406) as integer) as orderdate, 1 + draw(i, 43, 7) as lines
    from range(getvariable('orders')) t(i);
create or replace temp table drawn_lines as
    select orderkey, number, part, supplier_of(part, draw(k, 52, 4)) as supplier, quantity,
        cast(quantity * price_of(part) as decimal(15, 2)) as extendedprice, money(draw(k, 54, 11)) as discount, money(draw(k, 55, 9)) as tax,
        shipdate, orderdate + cast(30 + draw(k, 57, 61) as integer) as commitdate, shipdate + cast(1 + draw(k, 58, 30) as integer) as receiptdate, k
    from (
        select orderkey, orderdate, number, orderkey * 8 + number as k, 1 + draw(orderkey * 8 + number, 51, getvariable('parts')) as part,
            1 + draw(orderkey * 8 + number, 53, 50) as quantity,
            orderdate + cast(1 + draw(orderkey * 8 + number, 56, 121) as integer) as shipdate
        from (select orderkey, orderdate, unnest(range(1, lines + 1)) as number from drawn_orders));

-- @table region
select cast(r as integer) as r_regionkey, ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'][r + 1] as r_name, cut(text, r, 31, 115) as r_comment
from range(5) t(r) join texts on texts.id = draw(r, 61, 5000) order by r

-- @table nation
select cast(n.key as integer) as n_nationkey, n.name as n_name, cast(n.region as integer) as n_regionkey, cut(text, n.key, 31, 114) as n_comment
from (values (0, 'ALGERIA', 0), (1, 'ARGENTINA', 1), (2, 'BRAZIL', 1), (3, 'CANADA', 1), (4, 'EGYPT', 4), (5, 'ETHIOPIA', 0), (6, 'FRANCE', 3),
    (7, 'GERMANY', 3), (8, 'INDIA', 2), (9, 'INDONESIA', 2), (10, 'IRAN', 4), (11, 'IRAQ', 4), (12, 'JAPAN', 2), (13, 'JORDAN', 4), (14, 'KENYA', 0),
    (15, 'MOROCCO', 0), (16, 'MOZAMBIQUE', 0), (17, 'PERU', 1), (18, 'CHINA', 2), (19, 'ROMANIA', 3), (20, 'SAUDI ARABIA', 4), (21, 'VIETNAM', 2),
    (22, 'RUSSIA', 3), (23, 'UNITED KINGDOM', 3), (24, 'UNITED STATES', 1)) as n(key, name, region)
join texts on texts.id = draw(n.key, 62, 5000) order by n.key

-- @table supplier
select cast(s as integer) as s_suppkey, format('Supplier#{:09d}', s) as s_name, substr(md5(s::varchar) || md5('a' || s), 1, 10 + cast(draw(s, 71, 31) as integer)) as s_address,
    cast(draw(s, 72, 25) as integer) as s_nationkey, phone(draw(s, 72, 25), s) as s_phone, money(draw(s, 73, 1099999) - 99999) as s_acctbal,
    -- five complaints and five recommendations in each ten thousand
    case s % 2000 when 7 then cut(text, s, 15, 40) || ' Customer ' || word('adverbs', 11, s, 75) || ' Complaints'
        when 1007 then cut(text, s, 15, 40) || ' Customer ' || word('adverbs', 11, s, 75) || ' Recommends' else cut(text, s, 25, 100) end as s_comment
from range(1, getvariable('suppliers') + 1) t(s) join texts on texts.id = draw(s, 74, 5000)
order by s_suppkey

-- @table part
select cast(p as integer) as p_partkey,
    -- five of the colours, all different: the steps have no divisor in common with their number
    concat_ws(' ', colour(a), colour(a + b), colour(a + 2 * b), colour(a + 3 * b), colour(a + 4 * b)) as p_name,
    'Manufacturer#' || (1 + draw(p, 83, 5)) as p_mfgr, 'Brand#' || (1 + draw(p, 83, 5)) || (1 + draw(p, 84, 5)) as p_brand,
    pick('STANDARDSMALL   MEDIUM  LARGE   ECONOMY PROMO   ', 8, p, 85) || ' '
        || pick('ANODIZED BURNISHEDPLATED   POLISHED BRUSHED  ', 9, p, 86) || ' ' || pick('TIN   NICKELBRASS STEEL COPPER', 6, p, 87) as p_type,
    cast(1 + draw(p, 88, 50) as integer) as p_size,
    pick('SM   LG   MED  JUMBOWRAP ', 5, p, 89) || ' ' || pick('CASEBOX BAG JAR PKG PACKCAN DRUM', 4, p, 90) as p_container,
    price_of(p) as p_retailprice, cut(text, p, 5, 22) as p_comment
from (
    select p, draw(p, 81, 92) as a, cast(pick('1 3 5 7 9 11131517192125', 2, p, 82) as integer) as b
    from range(1, getvariable('parts') + 1) t(p))
join texts on texts.id = draw(p, 91, 5000)
order by p_partkey

-- @table partsupp
select cast(p as integer) as ps_partkey, cast(supplier_of(p, nth) as integer) as ps_suppkey, cast(1 + draw(p * 4 + nth, 101, 9999) as integer) as ps_availqty,
    money(100 + draw(p * 4 + nth, 102, 99901)) as ps_supplycost, cut(text, p * 4 + nth, 49, 198) as ps_comment
from (select p, unnest([0, 1, 2, 3]) as nth from range(1, getvariable('parts') + 1) t(p)) join texts on texts.id = draw(p * 4 + nth, 103, 5000)
order by ps_partkey, nth

-- @table customer
select cast(c as integer) as c_custkey, format('Customer#{:09d}', c) as c_name, substr(md5(c::varchar) || md5('b' || c), 1, 10 + cast(draw(c, 111, 31) as integer)) as c_address,
    cast(draw(c, 112, 25) as integer) as c_nationkey, phone(draw(c, 112, 25), c) as c_phone, money(draw(c, 113, 1099999) - 99999) as c_acctbal,
    pick('AUTOMOBILEBUILDING  FURNITURE MACHINERY HOUSEHOLD ', 10, c, 114) as c_mktsegment, cut(text, c, 29, 116) as c_comment
from range(1, getvariable('customers') + 1) t(c) join texts on texts.id = draw(c, 115, 5000)
order by c_custkey

-- @table orders
select o.orderkey as o_orderkey, cast(custkey as integer) as o_custkey, case shipped when lines then 'F' when 0 then 'O' else 'P' end as o_orderstatus,
    total as o_totalprice, orderdate as o_orderdate, pick('1-URGENT       2-HIGH         3-MEDIUM       4-NOT SPECIFIED5-LOW          ', 15, nth, 121) as o_orderpriority,
    format('Clerk#{:09d}', 1 + draw(nth, 122, getvariable('clerks'))) as o_clerk, 0 as o_shippriority, cut(text, nth, 19, 78) as o_comment
from drawn_orders as o
join (select orderkey, cast(sum(extendedprice * (1 + tax) * (1 - discount)) as decimal(15, 2)) as total,
    count(*) filter (where shipdate <= date '1995-06-17') as shipped from drawn_lines group by orderkey) as l on l.orderkey = o.orderkey
join texts on texts.id = draw(nth, 123, 5000)
order by o_orderkey

-- @table lineitem
select orderkey as l_orderkey, cast(part as integer) as l_partkey, cast(supplier as integer) as l_suppkey, cast(number as integer) as l_linenumber,
    cast(quantity as decimal(15, 2)) as l_quantity, extendedprice as l_extendedprice, discount as l_discount, tax as l_tax,
    case when receiptdate > date '1995-06-17' then 'N' when draw(k, 131, 2) = 0 then 'R' else 'A' end as l_returnflag,
    case when shipdate > date '1995-06-17' then 'O' else 'F' end as l_linestatus, shipdate as l_shipdate, commitdate as l_commitdate,
    receiptdate as l_receiptdate, pick('DELIVER IN PERSONCOLLECT COD      NONE             TAKE BACK RETURN ', 17, k, 132) as l_shipinstruct,
    pick('REG AIRAIR    RAIL   SHIP   TRUCK  MAIL   FOB    ', 7, k, 133) as l_shipmode, cut(text, k, 10, 43) as l_comment
from drawn_lines join texts on texts.id = draw(k, 134, 5000)
