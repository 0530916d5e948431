//! Rules that are sound, in all the ways in which people write them: none of them has a fault.

use sitrep::detection::read;
use sitrep::model::DetectionType;

const YARA: [&str; 26] = [
    "rule a { condition: true }",
    "rule a : tag_one tag2 { condition: false }",
    "private rule a { condition: true }\nglobal rule b { condition: true }\nglobal private rule c { condition: true }",
    "import \"pe\"\nimport \"hash\"\ninclude \"./other.yar\"\nrule a { condition: pe.is_pe }",
    "include \"one.yar\"\ninclude \"two.yar\"\n",
    "// rule in a comment {\n/* rule x { condition: ( */ rule a /* here */ { // }\ncondition: true }",
    "rule a { meta: author = \"A } \\\"quoted\\\" { brace\" n = -3 ok = true condition: true }",
    "rule a { strings: $a = \"escaped \\\" quote\" $b = \"path\\\\\" $c = \"\\x22\\t\\n\" condition: any of them }",
    "rule a { strings: $a = /a{2,3}\\/[^\\/\\]]+\\.exe/is wide ascii condition: $a }",
    "rule a { strings: $a = /\\/\\*[(]\"'{/ nocase condition: $a }",
    "rule a { strings: $a = /(foo|bar)[)}]\\{/ fullword\n$b = /x/ condition: #a > 2 and @b[1] < !b[1] }",
    "rule a { strings: $h = { E2 34 ?? [4-6] ( 62 | 63 ) } condition: $h }",
    "rule a { strings: $h = {4D5A~90 [-] 3? [2-] ?A ( 01 02 | ( 03 | ~?4 ) 05 ) [10] // } comment\n /* } */ FF} condition: $h at 0 }",
    "rule a { strings: $ = \"anonymous\" $ = { 00 } condition: all of them }",
    "rule a { strings: $a = \"x\" xor(0x01-0xff) private $b = \"y\" base64(\"!@#$%^&*(){}[].,|ABCDEFGHIJ\\x09LMNOPQRSTUVWXYZabcdefghijklmnopqrstu\") condition: $a or $b }",
    "rule a { condition: for any of them : ( $ at pe.entry_point ) }",
    "rule a { strings: $a1=\"1\" $a2=\"2\" condition: for all i in (1..#a1) : ( @a1[i] > 100 ) and 2 of ($a*) }",
    "rule a { condition: for any s in pe.sections : ( s.name == \".text\" and for any k, v in some.dict : ( k == \"}\" ) ) }",
    "rule a { condition: uint16(0) == 0x5A4D and filesize < 200KB and (filesize \\ 2) % 3 == 1 }",
    "rule a { condition: pe.imports(/kernel32\\.dll/i, /(Create|Open)Process/) > 0 and entrypoint matches /a\\/b/ }",
    "rule a { condition: not defined pe.number_of_sections or \"x\" icontains \"}\" }",
    "rule a { condition: with x = uint32(0) : ( x == 1 ) and none of ($a, $b) in (0..100) }",
    "rule a\n{\n    meta:\n        description = \"\"\"several\nlines with \" in it\"\"\"\n    condition:\n        true\n}",
    "rule a{condition:true}rule b{condition:a and 1 of (a,b_*)}",
    "\u{feff}rule _under_2 { condition: true }\r\n// end without a line end",
    "import \"math\"\nrule a { condition: math.entropy(0, filesize) >= 7.5 and (uint8(0) & 0xF) << 2 == 4 and ~1 != 2 ^ 3 }",
];

const SIGMA: [&str; 16] = [
    "title: A\nlogsource: {category: process_creation, product: windows}\ndetection:\n  selection:\n    Image|endswith: '\\cmd.exe'\n  condition: selection\n",
    "# TLP:CLEAR\n---\ntitle: A\nlogsource:\n  product: windows\ndetection:\n  selection:\n    CommandLine|contains|all:\n      - ' -enc '\n      - 'http'\n  filter:\n    - Image: x\n    - ParentImage|re: '.*\\\\(foo|bar)\\.exe$'\n  condition: selection and not 1 of filter*\n",
    "title: Keywords\nlogsource: {product: linux}\ndetection:\n  keywords:\n    - 'one'\n    - '* two {three}'\n  condition: keywords\nlevel: high\ntags: [attack.t1059]\nfalsepositives:\n  - Unknown\n",
    "title: Old count\nlogsource: {service: sshd}\ndetection:\n  s: {a: 1}\n  timeframe: 5m\n  condition: s | count() by src_ip > 10\n",
    "title: Near\nlogsource: {service: sshd}\ndetection:\n  s: {a: 1}\n  t: {b: null}\n  condition:\n    - s\n    - t | near s\n",
    "action: global\ntitle: Shared\ndetection:\n  condition: 1 of selection*\n---\nlogsource: {product: windows}\ndetection:\n  selection: {EventID: 1}\n---\nlogsource: {product: windows, service: sysmon}\ndetection:\n  selection2: {EventID: 4688}\n",
    "title: A\nname: base\nlogsource: {product: x}\ndetection:\n  s: {a: 1}\n  condition: s\n---\ntitle: Many\ncorrelation:\n  type: event_count\n  rules: [base]\n  group-by: [user]\n  timespan: 10m\n  condition: {gte: 10}\n",
    "title: Ordered\ncorrelation:\n  type: temporal_ordered\n  rules: [a, b]\n  timespan: 1h\n",
    "action: correlation\ntype: value_count\nrule: a\ntitle: Draft form\n",
    "title: Not here\nlogsource: {category: process_creation}\nfilter:\n  rules: [a]\n  selection: {User|startswith: adm_}\n  condition: not selection\n",
    "%YAML 1.2\n---\ntitle: A\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}\n...\n",
    "---\n---\ntitle: 'A: b'\nlogsource: {product: x}\ndetection:\n    s:\n        a|cidr: 192.0.2.0/24\n        b|expand: '%placeholder%'\n    condition: s\n---\n",
    "title: Anchors\nlogsource: {product: x}\ndetection:\n  s: &sel\n    a: [1, 2]\n  t: *sel\n  condition: all of them\n",
    "title: A\nid: 00000000-0000-4000-8000-000000000000\nlogsource:\n  category: webserver\ndetection:\n  s:\n    cs-uri-query|contains:\n      - \"tab\\there\"\n      - \"---\"\n      - |\n        two\n        lines\n  condition: s\n",
    "title: Ünïcode \u{202e}\r\nlogsource:\r\n  product: x\r\ndetection:\r\n  s:\r\n    a: 1\r\n  condition: s\r\n",
    "action: global\ntitle: X\nlogsource: {product: x}\n---\ndetection:\n  s: {a: 1}\n  condition: s\n---\naction: reset\n---\ntitle: Y\nlogsource: {product: y}\ndetection: {s: {a: 1}, condition: s}\n---\naction: repeat\nlogsource: {product: z}\n",
];

const SURICATA: [&str; 16] = [
    "alert tcp any any -> any any (msg:\"Example\"; sid:1000001; rev:1;)",
    "# a comment\n\nalert dns $HOME_NET any -> any 53 (msg:\"A (b) \\\"c\\\" \\; d\"; dns.query; content:\"|00|\\;\\\\\"; nocase; sid:1; rev:2;)\n",
    "alert http [192.0.2.0/24, !192.0.2.1] [80,443,!8080] <> ![198.51.100.0/24] 1024: (msg:\"x\"; content:!\"abc\"; within:10; sid:2;)",
    "alert tcp any any -> any any (msg:\"x\"; pcre:\"/^(GET|POST)\\s+\\/[a-z]{2,4}\\.php\\x3b[\\x22\\x27]$/Ri\"; sid:3;)",
    "alert tcp any any -> any any (msg:\"x\"; pcre:\"/[\"']/\"; reference:url,example.org/a(b); metadata:created 2026_01_01, note (one) two; sid:4;)",
    "drop tls any any -> any any (msg:\"x\"; tls.sni; content:\"a.example\"; \\\n    bsize:9; \\\n    sid:5; rev:1;)\n",
    "alert tcp any any -> any any (msg:\"x\"; flow:established,to_server; flowbits:set,a; flowbits:noalert; byte_test:4,>,1000,0,relative; sid:6;)",
    "pass ip any any <> any any (sid:7;)",
    "config dns any any -> any any (dns.query; content:\"x\"; config: logging disable, type tx, scope tx; sid:8;)",
    "alert tcp-pkt any any -> any any (noalert; flowbits:set,x; sid:9;)",
    "alert http any any => any any (msg:\"x\"; http.uri; content:\"/a\"; sid:10;)",
    "accept:hook tcp:all any any -> any any (msg:\"x\"; sid:11;)",
    "#alert broken (\nalert ip any any -> any any ( msg:\"x\" ; sid : 12 ; )   # behind\n",
    "reject icmp any any -> any any (msg:\"x\"; itype:8; threshold:type limit, track by_src, count 1, seconds 60; classtype:bad-unknown; priority:1; target:src_ip; sid:13;)\r\nalert udp any any -> any any (msg:\"y\"; sid:14;)",
    "alert tcp any any -> any any (msg:\"x\"; content:\"C:\\\\\"; lua:script.lua; filestore; sid:15;)",
    "alert tcp any any -> any any (msg:\"x\"; content:\"a\"; isdataat:!1,relative; base64_decode:bytes 10, offset 1, relative; base64_data; xbits:set,x,track ip_src,expire 3600; sid:16; gid:1;)",
];

const SNORT: [&str; 10] = [
    "alert tcp $EXTERNAL_NET any -> $HOME_NET $HTTP_PORTS (msg:\"x\"; content:\"a\"; http_uri; sid:1000001; rev:1;)",
    "alert http\n(\n    msg:\"Service rule\";\n    http_uri;\n    content:\"/a\", fast_pattern, nocase;\n    content:\"b\",\n        within 10;\n    sid:1000002;\n)\n",
    "alert ( gid:116; sid:1; msg:\"built in\"; )",
    "file_id (msg:\"Example file\"; file_meta:type X, id 1, category \"Documents\"; file_data; content:\"%X\", depth 2; gid:4; sid:3; rev:1;)",
    "var HOME_NET any\nipvar X [192.0.2.0/24]\nportvar P [80,443]\ninclude other.rules\nconfig disable_decode_alerts\npreprocessor stream5_global: max_tcp 8192, \\\n   track_tcp yes\n",
    "ruletype loud\n{\n    type alert\n    output log_tcpdump: x.log\n}\nloud tcp any any -> any any (msg:\"x\"; sid:1000003;)",
    "alert tcp any any -> any any /* here */ (msg:\"x\"; /* there ; ) */ sid:1000004;)",
    "#begin\nalert nothing like a rule\n#end\nblock tcp any any -> any any (msg:\"a;b\"; sid:1000005;)",
    "alert tcp any any -> any any (msg:\"x\"; content:\"|3A 3B|\"; pcre:\"/a\\;b/i\"; sid:1000006;)\n\n\n",
    "alert tcp any any <> any 1:1024 (msg:\"x\";\n # a note\n sid:1000007;)",
];

const KQL: [&str; 10] = [
    "DeviceProcessEvents | where FileName =~ \"cmd.exe\" | take 10",
    "T | where Path has @\"C:\\Users\\\" and Name matches regex @\"^[a-z(]+$\"",
    "T | where A == \"it's\" and B == 'say \"x\"' // an apostrophe isn't a quote (\n| count",
    "let x = dynamic([\"a\", {\"b\": [1, 2]}]);\nT | where tostring(x[1][\"b\"]) == \"}\"",
    "T | where A == @'it''s' or A == @\"say \"\"x\"\"\" or A == h\"secret\" or A == H@'c:\\'",
    "let s = ```several ' lines\nwith \" and (```;\nprint s",
    "print ~~~text ( ' ~~~",
    "T | extend ['odd name)'] = parse_json(x).a[0] | project-away y*",
    "T | where Url contains \"https://a.example/\" and x == \"\\\\\" and y == 'a\\'b'",
    "datatable(a:string, b:int) [ 'x', 1, 'y', 2 ] | where a !in~ ('z') | join kind=inner (T | summarize count() by bin(t, 1h)) on a",
];

const SPL: [&str; 12] = [
    "index=main sourcetype=\"x\" (a=1 OR b=\"(\") | stats count by src",
    "search index=x [ search index=y | fields src | format \"(\" \"(\" \"AND\" \")\" \"OR\" \")\" ] | head 1",
    "index=x | rex field=_raw \"user=(?<user>[^)\\\"]+)\" | where 'odd field)'=\"a\"",
    "index=x user=O'Brien \"don't\" | eval a=if(match(y,\"\\(\"),\"x\",'z w')",
    "``` a comment ( with \" quotes ``` index=x `my_macro(\"a\", b)` | spath foo{}.bar{1}",
    "| tstats count from datamodel=X where X.a=\"*\" by X.b _time span=1h | `drop_dm_object_name(X)`",
    "index=x | regex _raw=(?<!\\d)10\\.[^)]+ | stats count",
    "index=x | rex field=a (?<b>[^\\]]+ | table b",
    "index=x path=\"C:\\\\Windows\\\\\" | eval b=\"say \\\"x\\\"\"",
    "| makeresults | eval x=\"several\nlines\", y=mvindex(split(x,\",\"),0)",
    "index=x a=*{b* OR a=(c) | map search=\"search index=y u=$u$ [ | inputlookup z ]\"",
    "index=x | rename \"a b\" as 'c', d AS \"e('\" | comment\\(x",
];

#[test]
fn a_sound_rule_has_no_fault() {
    let all: [(DetectionType, &[&str]); 6] = [
        (DetectionType::Yara, &YARA),
        (DetectionType::Sigma, &SIGMA),
        (DetectionType::Suricata, &SURICATA),
        (DetectionType::Snort, &SNORT),
        (DetectionType::Kql, &KQL),
        (DetectionType::Spl, &SPL),
    ];
    for (kind, rules) in all {
        for rule in rules {
            let reading = read(kind, &rule.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
            assert_eq!(reading.faults, [], "{} {rule}", kind.label());
            // Rules of one language stand below each other in a file.
            let file = format!("{rule}\n\n{rule}\n").replace("\r\n", "\n").replace('\u{feff}', "");
            if matches!(kind, DetectionType::Yara | DetectionType::Suricata | DetectionType::Snort) {
                assert_eq!(read(kind, &file).faults, [], "{} {file}", kind.label());
            }
        }
    }
}

#[test]
fn the_samples_of_the_grammars_have_no_fault() {
    let samples = [
        (DetectionType::Yara, include_str!("../samples/sample.yara")),
        (DetectionType::Snort, include_str!("../samples/sample.rules")),
        (DetectionType::Kql, include_str!("../samples/sample.kql")),
        (DetectionType::Spl, include_str!("../samples/sample.spl")),
    ];
    for (kind, text) in samples {
        assert_eq!(read(kind, text).faults, [], "{}", kind.label());
    }
}

#[test]
fn any_text_at_all_can_be_read_and_faults_stand_inside_it() {
    let kinds = DetectionType::WORDS.map(|(_, kind)| kind);
    let pieces = [
        "rule",
        " ",
        "a",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "'",
        "/",
        "*",
        "\\",
        "\n",
        ";",
        ":",
        "#",
        "=",
        "é",
        "sid",
        "alert tcp any any -> any any",
        "condition",
        "---",
        "title",
        "- ",
        "`",
        "@",
        "|",
        "\u{202e}",
        "//",
        "```",
        "%",
    ];
    let mut state: u64 = 7;
    for _ in 0..1500 {
        let mut text = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        for kind in kinds {
            for fault in read(kind, &text).faults {
                let range = fault.range.clone();
                assert!(text.get(range).is_some(), "{} {text:?} {fault:?}", kind.label());
            }
        }
    }
}
