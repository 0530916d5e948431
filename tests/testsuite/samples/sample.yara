/*
  Loader of the fictional "Paper Heron" exercise.
  Finds the packed stage and its configuration.
*/
import "pe"
import "math"
include "./common.yar"

private rule Is_Small_PE
{
    condition:
        uint16(0) == 0x5A4D and uint32be(uint32(0x3C)) == 0x50450000 and filesize < 2MB
}

rule Paper_Heron_Loader : loader windows
{
    meta:
        author = "Example CERT"
        date = "2026-01-12"
        score = 75
        in_the_wild = false
    strings:
        $cfg  = "cfg\x00\\\\.\\pipe\\\"heron\"" ascii wide fullword
        $key  = "beacon.example" xor(0x01-0xff)
        $b64  = "Start-Heron" base64wide private
        $url  = /https?:\/\/[a-z0-9.]{4,40}\.example\/gate\.php/i nocase // check-in
        $op_1 = { 4D 5A ?? 9? [4-6] ( 6A 40 | 68 ~00 ) E8 [10-] /* call */ C3 }
        $op_2 = { 55 8B EC
                  83 EC ?? // frame
                  5D }
    condition:
        Is_Small_PE and not pe.is_signed and $cfg at pe.entry_point
        and (2 of ($op_*) or any of them) and #key > 3 and @url[1] < 10KB and !url[1] >= 24
        and for all i in (1..#b64) : ( @b64[i] \ 2 < filesize )
        and math.entropy(0, filesize) >= 7.2 and pe.imphash() != "00000000000000000000000000000000"
        and pe.pdb_path iendswith "heron.pdb" and defined pe.version_info["CompanyName"]
}
