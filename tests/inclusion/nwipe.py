"""Logs in the forms of nwipe: what each version writes, line by line, of drives that are invented.

Written after nwipe's own sources (`logging.c`, `method.c`, `device.c`, `hpa_dco.c`) and the logs
that its users publish. What a version writes and this does not hold is refused by
`inclusion.devices.wipe_logs`. Logs that nwipe 0.33 itself wrote are in `nwipe_logs/`.
"""

from dataclasses import dataclass, replace

VERSIONS = [f"0.{number}" for number in (31, 32, 33, 34, 35, 36, 37, 38, 41, 42)]
# The status table cuts a model to this.
MODEL_IN_TABLE = 17


@dataclass(frozen=True)
class Disk:
    """A drive as it came out of the run."""

    serial: str
    name: str = "sda"
    model: str = "KESTREL KS500-22A7B0"
    kind: str = "ATA"
    size: int = 500_107_862_016
    status: str = " Erased "
    errors: tuple[int, int, int] = (0, 0, 0)
    # Of its whole size, with what is hidden.
    erased: int | None = None
    hidden: bool = False


HDD = Disk("WX61A 4471209")
SSD = Disk("50026B7782B41F6C", name="sdb", model="PINE A400 SATA SSD 240G", size=240_057_409_536)
NVME = Disk(
    "S64DNX0R512 884",
    name="nvme0n1",
    model="HAZEL MZVL2512HCJQ-00B",
    kind="NVME",
    size=512_110_190_592,
)


def log(
    *disks: Disk,
    version: str = "0.34",
    method: str = "PRNG Stream",
    day: str = "2026/03/14",
    done: bool = True,
) -> bytes:
    """One run over these drives; not `done`, it was cut off before its tables."""
    number = int(version.removeprefix("0."))
    lines = [
        _line(day, "09:26:53", "info", f"nwipe {version}"),
        _line(day, "09:26:53", "info", "Linux version 6.1.0 (x86_64)"),
    ]
    for disk in disks:
        between = ", " if number >= 33 else " "
        lines += [
            _line(
                day,
                "09:26:54",
                "notice",
                f"Found /dev/{disk.name}, {disk.kind}{between}{disk.model},  "
                f"{disk.size // 10**9} GB, S/N={disk.serial}",
            ),
            *(_hidden(day, disk) if number >= 35 and disk.kind == "ATA" else []),
        ]
    lines.append(_line(day, "09:26:55", "info", f"Automatically enumerated {len(disks)} devices."))
    for disk in disks:
        lines += [
            _line(day, "09:27:10", "notice", f"/dev/{disk.name} has serial number {disk.serial}"),
            _line(
                day, "09:27:10", "notice", f"/dev/{disk.name}, sect/blk/dev 512/4096/{disk.size}"
            ),
        ]
    for disk in disks:
        lines += [
            _line(day, "09:27:11", "notice", f"Invoking method '{method}' on /dev/{disk.name}"),
            _line(day, "09:27:11", "notice", f"Starting round 1 of 1 on /dev/{disk.name}"),
            _line(day, "09:27:11", "notice", f"Starting pass 1/1, round 1/1, on /dev/{disk.name}"),
        ]
    for at, disk in enumerate(disks):
        lines += _course(day, f"11:0{at}:00", disk)
    if not done:
        return "\n".join(lines).encode()
    three = number >= 32
    lines += [
        "",
        "******************************** Error Summary *********************************",
        "!   Device | Pass Errors | Verifications Errors |"
        + (r" Fdatasync I\O Errors" if three else ""),
        "-" * 80,
        *[_errors(disk, three) for disk in disks],
        "*" * 80,
    ]
    if number >= 41:
        lines += [
            "",
            "******************************* Erasure Summary ********************************",
            "!   Device |      Bytes Erased |        Bytes Total | Percentage Erased",
            "-" * 80,
            *map(_erased, disks),
            "*" * 80,
        ]
    lines += [
        "",
        "********************************* Drive Status *********************************",
        "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number",
        "-" * 80,
        *map(_status, disks),
        "-" * 80,
        f"[{day} 11:30:00] Total Throughput  140 MB/s, {method}, 1R+NB+VL",
        "*" * 80,
        "",
        _line(
            day, "11:30:01", "info", "Nwipe successfully completed. See summary table for details."
        ),
    ]
    return "\n".join(lines).encode()


def like(disk: Disk, **values) -> Disk:
    return replace(disk, **values)


def _line(day: str, clock: str, level: str, words: str) -> str:
    return f"[{day} {clock}] {level:>7}: {words}"


def _hidden(day: str, disk: Disk) -> list[str]:
    if not disk.hidden:
        return [_line(day, "09:26:54", "info", f"No hidden sectors on /dev/{disk.name}")]
    stars = " *********************************"
    found = f" *** HIDDEN SECTORS DETECTED ! *** on /dev/{disk.name}"
    return [_line(day, "09:26:54", "warning", words) for words in (stars, found, stars)]


def _course(day: str, clock: str, disk: Disk) -> list[str]:
    if disk.status == "UABORTED":
        return []
    written = [
        _line(day, clock, "notice", f"{disk.size} bytes written to /dev/{disk.name}"),
        _line(day, clock, "notice", f"Finished pass 1/1, round 1/1, on /dev/{disk.name}"),
        _line(day, clock, "notice", f"Finished final round 1 of 1 on /dev/{disk.name}"),
    ]
    passes, checks, _ = disk.errors
    if checks:
        written.append(
            _line(day, clock, "error", f"{checks} verification errors on '/dev/{disk.name}'.")
        )
    if passes:
        written.append(_line(day, clock, "error", f"{passes} wipe errors on '/dev/{disk.name}'."))
    return written


def _flag(bad: bool) -> str:
    return "!" if bad else " "


def _errors(disk: Disk, three: bool) -> str:
    passes, checks, syncs = disk.errors
    row = f"{_flag(any(disk.errors))} {disk.name:>8} |  {passes:>10} |           {checks:>10} |"
    return f"{row}           {syncs:>10}" if three else row


def _erased(disk: Disk) -> str:
    erased = disk.size if disk.erased is None else disk.erased
    # Cut off and not rounded, as nwipe does.
    share = f"{erased * 10_000 // disk.size / 100:.2f}%"
    return (
        f"{_flag(erased < disk.size)} {disk.name:>8} | {erased:>17} | {disk.size:>18} | {share:>17}"
    )


def _status(disk: Disk) -> str:
    bad = disk.status != " Erased "
    return (
        f"{_flag(bad)} {disk.name:>8} |{disk.status}|  140 MB/s | 01:33:05 | "
        f"{disk.model[:MODEL_IN_TABLE]}/{disk.serial}"
    )
