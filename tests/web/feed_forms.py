"""What a feed must look like: Atom (RFC 4287) as a RELAX NG schema, JSON Feed 1.1 as a model, both closed."""

from typing import Annotated, Any, Literal

from lxml import etree
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, UrlConstraints

#: The elements of RFC 4287 that our feeds use, in any order, each as often as section 4 allows. `xml:lang` is common.
_SCHEMA = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="feed"><interleave>
    <ref name="id"/><ref name="title"/><ref name="updated"/><oneOrMore><ref name="link"/></oneOrMore>
    <optional><element name="generator"><text/></element></optional>
    <optional><element name="icon"><data type="anyURI"/></element></optional>
    <zeroOrMore><element name="entry"><ref name="lang"/><interleave>
      <ref name="id"/><ref name="title"/><ref name="updated"/>
      <optional><element name="published"><ref name="date"/></element></optional>
      <oneOrMore><element name="author"><element name="name"><text/></element></element></oneOrMore>
      <oneOrMore><ref name="link"/></oneOrMore>
      <zeroOrMore><element name="category"><attribute name="term"/><optional><attribute name="label"/></optional>
        </element></zeroOrMore>
      <optional><element name="summary"><ref name="lang"/><text/></element></optional>
      <element name="content"><attribute name="type"><value>html</value></attribute><text/></element>
    </interleave></element></zeroOrMore>
  </interleave></element></start>
  <define name="id"><element name="id"><data type="string"><param name="pattern">tag:[^ ]+,\\d{4}:[^ ]+</param></data>
    </element></define>
  <define name="title"><element name="title"><text/></element></define>
  <define name="updated"><element name="updated"><ref name="date"/></element></define>
  <define name="date"><data type="dateTime"><param name="pattern">.+Z</param></data></define>
  <define name="lang"><optional><attribute name="xml:lang"><data type="language"/></attribute></optional></define>
  <define name="link"><element name="link"><attribute name="rel"><choice><value>self</value><value>alternate</value>
    </choice></attribute><attribute name="type"/><attribute name="href"><data type="anyURI"/></attribute>
    </element></define>
</grammar>
"""

ATOM = etree.RelaxNG(etree.fromstring(_SCHEMA))

Url = Annotated[HttpUrl, UrlConstraints(host_required=True)]


class _Closed(BaseModel):
    """No field that JSON Feed does not know."""

    model_config = ConfigDict(extra="forbid")


class Author(_Closed):
    """An author."""

    name: str


class Item(_Closed):
    """An item; only extensions, whose names begin with an underscore, may be ours."""

    id: str = Field(pattern="^tag:[^ ]+$")
    url: Url
    title: str
    content_html: str = Field(min_length=1)
    summary: str
    date_published: AwareDatetime
    authors: list[Author] = Field(min_length=1)
    language: str | None = None
    tags: list[str] | None = None
    rowback: dict[str, Any] = Field(alias="_rowback")


class JsonFeed(_Closed):
    """A feed."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: str = Field(min_length=1)
    home_page_url: Url
    feed_url: Url
    language: str
    items: list[Item]
