// An example. Every value in it is reserved for examples, so that it finds nothing but texts made to be found.

rule Example_Beacon : example
{
    meta:
        description = "Shows how a YARA rule is published: a reserved host, a text and a path"
        author = "Sitrep example library"
        date = "2026-11-25"

    strings:
        $host = "beacon.example" ascii wide nocase
        $text = "sitrep-example-beacon" fullword
        $path = /\/gate\/[a-z]{4,8}\.php/

    condition:
        filesize < 2MB and $text and any of ($host, $path)
}
