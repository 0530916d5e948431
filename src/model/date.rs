//! Dates as authors write them. A [`WrittenDate`] is a day, perhaps with a time; a [`PartialDate`] inside a claim keeps the
//! precision it was written in for ever. Both refuse what the calendar does not have, in words fit for a diagnostic.

use jiff::civil::Date;

/// `2021-09-28`, or RFC 3339 with a time. The date as written counts: no time zone moves it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrittenDate {
    /// The day as written.
    pub day: Date,
    /// The whole as an RFC 3339 timestamp with `T` and an offset with a colon; absent when only a day was written.
    pub timestamp: Option<String>,
}

impl WrittenDate {
    /// Reads `YYYY-MM-DD`, or a date, a time and an offset: `2022-04-09T10:00:00Z`, `2022-04-09 10:00:00 +0600`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = || "a date is written YYYY-MM-DD".to_owned();
        let text = text.trim();
        let (day, rest) = text.split_at_checked(10).ok_or_else(shape)?;
        let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if !is_day {
            return Err(shape());
        }
        let PartialDate::Day(day) = PartialDate::parse(day)? else {
            return Err(shape());
        };
        if rest.is_empty() {
            return Ok(Self { day, timestamp: None });
        }
        let time = rest.strip_prefix(['T', 't', ' ']).ok_or_else(shape)?;
        Ok(Self { day, timestamp: Some(format!("{day}T{}", time_and_offset(time)?)) })
    }

    /// An RFC 3339 timestamp; midnight UTC where only a day was written.
    pub fn rfc3339(&self) -> String {
        self.timestamp.clone().unwrap_or_else(|| format!("{}T00:00:00Z", self.day))
    }
}

fn time_and_offset(text: &str) -> Result<String, String> {
    let wrong = || "a time is written HH:MM:SS with an offset such as Z or +06:00".to_owned();
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(text.len());
    let (time, offset) = text.split_at(split);
    let (clock, fraction) = time.split_once('.').map_or((time, None), |(c, f)| (c, Some(f)));
    let parts: Vec<&str> = clock.split(':').collect();
    let number = |part: &&str| -> Option<u8> { (part.len() == 2).then(|| part.parse().ok()).flatten() };
    let seconds = if parts.len() == 2 { Some(0) } else { parts.get(2).and_then(number) };
    let (hour, minute) = (parts.first().and_then(number), parts.get(1).and_then(number));
    let (Some(hour), Some(minute), Some(second)) = (hour, minute, seconds) else {
        return Err(wrong());
    };
    if hour > 23 || minute > 59 || second > 60 || parts.len() > 3 {
        return Err("a time is between 00:00:00 and 23:59:59".to_owned());
    }
    let fraction = match fraction {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            format!(".{digits}")
        }
        Some(_) => return Err(wrong()),
        None => String::new(),
    };
    Ok(format!("{hour:02}:{minute:02}:{second:02}{fraction}{}", offset_text(offset.trim())?))
}

fn offset_text(offset: &str) -> Result<String, String> {
    if offset.eq_ignore_ascii_case("z") || offset.is_empty() || offset.eq_ignore_ascii_case("utc") {
        return Ok("Z".to_owned());
    }
    let wrong = || format!("the offset `{offset}` is not of the form Z, +06:00 or +0600");
    let (sign, digits) = offset.split_at_checked(1).ok_or_else(wrong)?;
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let valid = matches!(sign, "+" | "-")
        && digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits[..2] <= *"23"
        && digits[2..] <= *"59";
    if !valid {
        return Err(wrong());
    }
    Ok(format!("{sign}{}:{}", &digits[..2], &digits[2..]))
}

/// A date of a claim: the precision is part of what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialDate {
    /// `2021`.
    Year(i16),
    /// `2021-09`.
    Month(i16, i8),
    /// `2021-09-28`.
    Day(Date),
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = || "a date is written YYYY, YYYY-MM or YYYY-MM-DD".to_owned();
        let parts: Vec<&str> = text.split('-').collect();
        let widths = [4, 2, 2];
        let sound = parts.len() <= 3
            && parts
                .iter()
                .zip(widths)
                .all(|(part, width)| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()));
        if !sound {
            return Err(shape());
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
        let year = number(0).ok_or_else(shape)?;
        if year == 0 {
            return Err("there is no year 0000".to_owned());
        }
        let Some(month) = number(1) else {
            return Ok(Self::Year(year));
        };
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or_else(|| "month must be between 1 and 12".to_owned())?;
        let Some(day) = number(2) else {
            return Ok(Self::Month(year, month));
        };
        let first = Date::new(year, month, 1).map_err(|error| error.to_string())?;
        let last = first.days_in_month();
        let day = i8::try_from(day)
            .ok()
            .filter(|day| (1..=last).contains(day))
            .ok_or_else(|| format!("day must be between 1 and {last} in {year:04}-{month:02}"))?;
        Ok(Self::Day(Date::new(year, month, day).map_err(|error| error.to_string())?))
    }

    /// As it was written.
    pub fn iso(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(day) => day.to_string(),
        }
    }

    /// The first day that it may mean.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or(Date::MIN),
            Self::Month(year, month) => Date::new(year, month, 1).unwrap_or(Date::MIN),
            Self::Day(day) => day,
        }
    }

    /// The last day that it may mean.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).unwrap_or(Date::MAX),
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Day(day) => day,
        }
    }
}

/// How firm the end of a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// As written.
    #[default]
    Exact,
    /// Near that date.
    About,
    /// At least from or until then.
    AtLeast,
    /// Has not ended.
    Ongoing,
    /// Not known.
    Unknown,
}

impl Bound {
    /// All bounds.
    pub const ALL: [Self; 5] = [Self::Exact, Self::About, Self::AtLeast, Self::Ongoing, Self::Unknown];

    /// `at-least`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::AtLeast => "at-least",
            Self::Ongoing => "ongoing",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the word in any case; spaces and underscores count as hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.to_ascii_lowercase().replace([' ', '_'], "-");
        Self::ALL.into_iter().find(|bound| bound.word() == plain)
    }
}
