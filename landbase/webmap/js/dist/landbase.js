/* Built from landbase/webmap/js by `make js`; change it there. */
var Landbase=(()=>{var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __hasOwnProp=Object.prototype.hasOwnProperty;var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{
if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&
key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod);var main_exports={};__export(main_exports,{findParcels:()=>findParcels,pageLayers:()=>pageLayers,paint:()=>paint,start:()=>start,
surroundings:()=>surroundings});function bytesOf(text2){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(text2);let binary=atob(text2),bytes=new Uint8Array(
binary.length);for(let i=0;i<bytes.length;i++)bytes[i]=binary.charCodeAt(i);return bytes}async function unzip(bytes){let stream=new Response(
bytes).body.pipeThrough(new DecompressionStream("gzip"));return new Uint8Array(await new Response(stream).arrayBuffer())}
function sectionsOf(bytes){let size=new DataView(bytes.buffer).getUint32(0,!0),header=JSON.parse(new TextDecoder().decode(
bytes.subarray(4,4+size))),sections={},start2=4+size;return header.sections.forEach(function(entry){sections[entry[0]]=bytes.
subarray(start2,start2+entry[1]),start2+=entry[1]}),{header,sections,numbers:function(name,count,Kind){let from=sections[name],
into=new Kind(count),at=0;for(let i=0;i<count;i++){let value=0,shift=0,byte=0;do byte=from[at++],value|=(byte&127)<<shift,
shift+=7;while(byte&128);into[i]=value>>>0}return into}}}function unpack(bytes){let{header,sections,numbers}=sectionsOf(
bytes),starts=function(name,count){let counts=numbers(name,count,Uint32Array),into=new Uint32Array(count+1);for(let i=0;i<
count;i++)into[i+1]=into[i]+counts[i];return into},n=header.count,polygons=starts("polygons",n),rings=starts("rings",polygons[n]),
vertices=starts("vertices",rings[rings.length-1]),length2=vertices[vertices.length-1],deltas=numbers("xy",2*length2,Uint32Array),
xy=new Int32Array(2*length2),finer=1e7/header.scale,toRadians=Math.PI/180/header.scale,x=0,y=0;for(let i=0;i<2*length2;i+=
2){x+=deltas[i]>>>1^-(deltas[i]&1),y+=deltas[i+1]>>>1^-(deltas[i+1]&1),xy[i]=Math.round(x*finer);let sine=Math.sin(y*toRadians);
xy[i+1]=Math.round(Math.log((1+sine)/(1-sine))/2*180/Math.PI*1e7)}let boxes=new Int32Array(4*n);for(let p=0;p<n;p++){let end=2*
vertices[rings[polygons[p+1]]],west=2147483647,south=2147483647,east=-2147483648,north2=-2147483648;for(let i=2*vertices[rings[polygons[p]]];i<
end;i+=2)xy[i]<west&&(west=xy[i]),xy[i]>east&&(east=xy[i]),xy[i+1]<south&&(south=xy[i+1]),xy[i+1]>north2&&(north2=xy[i+1]);
boxes.set([west,south,east,north2],4*p)}let columnsOf=(list,prefix,count)=>list.map(function(column,number2){if(column.words)
return Object.assign({},column,{values:numbers(prefix+number2,count,Uint32Array)});let texts=sections[prefix+number2].slice(),
begins=new Uint32Array(count+1);for(let at=0,row=1;at<texts.length;at++)texts[at]===0&&(begins[row++]=at+1);return begins[count]=
texts.length+1,Object.assign({},column,{texts,begins})}),duesOf=function(name,count){let found=numbers(name,count,Int32Array);
for(let i=0;i<count;i++)found[i]=found[i]?found[i]-1+header.due:2147483647;return found},dated=header.due!==void 0,eventsOf=function(told){
let count=told.count;return{firsts:starts("events",n),days:numbers("event_day",count,Int32Array),flags:numbers("event_fl\
ags",count,Uint8Array),states:told.states.map(column=>numbers("event_state"+column,count,Uint32Array)),position:told.colored?
numbers("event_position",count,Uint8Array):null,due:dated?duesOf("event_due",count):null,done:sections.event_done?numbers(
"event_done",count,Uint8Array):null,disposals:header.disposals===void 0?null:disposalsOf(header.disposals),columns:columnsOf(
told.columns,"event_column",count)}},disposalsOf=function(count){let rows=numbers("disposal_event",count,Uint32Array);for(let i=1;i<
count;i++)rows[i]+=rows[i-1];return{events:rows,lasts:numbers("disposal_lasts",count,Uint32Array),m2:floats("disposal_m2")}},
floats=name=>new Float64Array(sections[name].slice().buffer),partsOf2=function(shares){let rows=numbers("part_row",shares.
length,Uint32Array);for(let i=1;i<rows.length;i++)rows[i]+=rows[i-1];return{rows,lines:numbers("part_line",rows.length,Uint32Array),
shares}};return{count:n,header,polygons,rings,vertices,xy,boxes,category:header.categories.length>1?numbers("category",n,
Uint8Array):new Uint8Array(n),position:numbers("position",n,Uint8Array),areas:floats("areas"),columns:columnsOf(header.columns,
"column",n),methods:header.methods.slice(1).map((label,number2)=>floats("areas"+(number2+1))),due:dated?duesOf("due",n):
null,done:sections.done?numbers("done",n,Uint8Array):null,place:header.places?numbers("place",n,Uint32Array):null,parts:header.
places?partsOf2(floats("part_share")):null,events:header.events?eventsOf(header.events):null}}function element(tag2,className,text2){let node=document.createElement(tag2);return className&&(node.className=className),
text2!=null&&(node.textContent=text2),node}function readJson(id){return JSON.parse(document.getElementById(id).textContent)}
function refill(node,...children){node.textContent="",node.append(...children)}function buttonOf(text2,className,action){
let button2=element("button",className,text2);return button2.type="button",button2.addEventListener("click",action),button2}
function say(map,text2){map.landbaseVoice||(map.landbaseVoice=map.getContainer().appendChild(element("div","lb-voice")),
map.landbaseVoice.setAttribute("role","status"),map.landbaseVoice.setAttribute("aria-live","polite")),map.landbaseVoice.
textContent=text2}function notice(map,text2){let box=element("div","lb-message",text2);box.setAttribute("role","status"),
map.getContainer().appendChild(box),setTimeout(()=>box.remove(),6e3)}var PANE="lbOutlines";function lines(data){let at=0,x=0,y=0;return data.lengths.map(length2=>Array.from({length:length2},
function(){return x+=data.xy[at++],y+=data.xy[at++],[y/data.scale,x/data.scale]}))}var Outlines=L.FeatureGroup.extend({onAdd:function(map){
map.getPane(PANE)||(map.createPane(PANE).style.zIndex=360,map.getPane(PANE).style.pointerEvents="none"),L.FeatureGroup.prototype.
onAdd.call(this,map)}});function outlineLayer(id,options){let data=readJson(id),group=new Outlines,all=lines(data),look={
renderer:L.svg({pane:PANE,padding:.5}),pane:PANE,interactive:!1,color:options.color,weight:options.weight},long2=all.filter(
line=>line.length>1);return long2.length&&group.addLayer(L.polyline(long2,look)),all.filter(line=>line.length===1).forEach(
line=>group.addLayer(L.circleMarker(line[0],Object.assign({radius:3.5,fillColor:options.color,fillOpacity:1},look)))),(data.
texts||[]).forEach(function(text2,row){text2&&group.addLayer(L.marker(data.places[row],{pane:PANE,interactive:!1,keyboard:!1,
icon:L.divIcon({className:"lb-banner-label",iconSize:[0,0],html:element("span","lb-banner-name",text2)})}))}),group}function shapesOf(packed){
let at=0,ring=0,polygon=0,x=0,y=0,nextRing=function(length2){let points=new Array(length2);for(let i=0;i<length2;i++)x+=
packed.xy[at++],y+=packed.xy[at++],points[i]=[y/packed.scale,x/packed.scale];return points},nextPolygon=function(count){
let rings=new Array(count);for(let i=0;i<count;i++)rings[i]=nextRing(packed.vertices[ring++]);return rings};return packed.
polygons.map(function(count){let polygons=new Array(count);for(let i=0;i<count;i++)polygons[i]=nextPolygon(packed.rings[polygon++]);
return polygons})}var TALL=18,GAP=6;function namesApart(tall=TALL){let taken=[];return{room:function(x,y,wide){let own=[
x-wide/2-GAP,y-tall/2,x+wide/2+GAP,y+tall/2],free=taken.every(other=>own[0]>=other[2]||own[2]<=other[0]||own[1]>=other[3]||
own[3]<=other[1]);return free&&taken.push(own),free}}}function keepApart(group,labels){let map=null,place2=function(){let apart=namesApart();
labels.forEach(function({marker:marker2,node}){let{x,y}=map.project(marker2.getLatLng());node.classList.toggle("lb-crowd\
ed",!apart.room(x,y,node.offsetWidth||node.textContent.length*TALL))})};group.on("add",function(){map=group._map,map.on(
"zoomend viewreset lbnames",place2),place2()}),group.on("remove",()=>map.off("zoomend viewreset lbnames",place2))}function bannerLayer(id,options){
let data=readJson(id),renderer=L.svg({pane:options.pane,padding:.5}),group=L.featureGroup(),labels=[];return group.lands=
[],shapesOf(data.shapes).forEach(function(polygons,row){let land={name:data.names[row],fill:options.fill,polygon:null,node:null};
group.lands.push(land),polygons.length&&group.addLayer(land.polygon=L.polygon(polygons,{renderer,pane:options.pane,interactive:!1,
smoothFactor:.5,className:"lb-land",color:"#5b6b7a",weight:1.3,opacity:.9,lineJoin:"round",fillColor:"#ffffff",fillOpacity:options.
fill}));let at=data.labels[row];if(!at)return;let node=land.node=element("span","lb-banner-name",data.names[row]),size=L.
latLngBounds(polygons.flat(2)),marker2=L.marker(at,{pane:options.labelPane,interactive:!1,keyboard:!1,icon:L.divIcon({className:"\
lb-banner-label",html:node,iconSize:[0,0]})});labels.push({marker:marker2,node,size:(size.getEast()-size.getWest())*(size.
getNorth()-size.getSouth())})}),labels.sort((one,other)=>other.size-one.size).forEach(({marker:marker2})=>group.addLayer(
marker2)),keepApart(group,labels),group}var SIZE=256,PANE2="lbSketch",OVER_LAND=352,FINE=2,NEAR=.4,FROM={minor:10,stream:9},FONT=12,REACH=90,NAMED=10,FADED=14,INKS={
light:{green:"#dbe8d8",water:"#c3dcec",stream:"#a8cbe2",river:"#a8cbe2",rail:"#aab2ba",minor:"#d3d0c6",major:"#d6bf94",name:"\
#66727f",halo:"#f4f6f8"},dark:{green:"#182a20",water:"#17374a",stream:"#235068",river:"#235068",rail:"#4b5763",minor:"#3\
43d45",major:"#5d543c",name:"#93a2b1",halo:"#10181f"}},WIDTHS={stream:1,river:2,rail:1.2,minor:1,major:2},themeNow=()=>document.
documentElement.dataset.theme==="dark"?"dark":"light",Pictures=L.TileLayer.extend({initialize:function(text2,options){let tiles2=this.
_pictures=new Map,at=0;options.tiles.forEach(function([z,x,y,length2,kind]){tiles2.set([z,x,y].join("/"),"data:image/"+kind+
";base64,"+text2.slice(at,at+length2)),at+=length2}),this._images=new Map,L.TileLayer.prototype.initialize.call(this,"",
{minNativeZoom:options.minZoom,maxNativeZoom:options.maxZoom,maxZoom:24,noWrap:!0,attribution:options.attribution,className:"\
lb-pictures",bounds:options.bounds})},onAdd:function(map){L.TileLayer.prototype.onAdd.call(this,map),this._pictures.forEach(
(address,key)=>{if(this._images.has(key))return;let image2=new Image;image2.src=address,this._images.set(key,image2)})},
getTileUrl:function(coords){return this._pictures.get([coords.z,coords.x,coords.y].join("/"))||L.Util.emptyImageUrl},paint:function(context3,view,frame){
let{minNativeZoom,maxNativeZoom}=this.options,wanted=Math.min(maxNativeZoom,Math.max(minNativeZoom,Math.round(frame.zoom)));
for(let zoom=minNativeZoom;zoom<=wanted;zoom++){let size=view.world/2**zoom;this._images.forEach(function(image2,key){let[
z,x,y]=key.split("/").map(Number),left=x*size-view.left,top=y*size-view.top;z!==zoom||!image2.complete||!image2.naturalWidth||
left>frame.width||top>frame.height||left+size<0||top+size<0||context3.drawImage(image2,left,top,size+.5,size+.5)})}}}),pictureTiles=(id,options)=>new Pictures(
document.getElementById(id).textContent.trim(),options);function linesOf({header,numbers},kind){let count=header[kind+"_\
count"],lengths=numbers(kind+"_lengths",count,Uint32Array),begins=new Uint32Array(count+1),boxes=new Float64Array(4*count);
for(let n=0;n<count;n++)begins[n+1]=begins[n]+lengths[n];let deltas=numbers(kind,2*begins[count],Uint32Array),xy=new Float64Array(
2*begins[count]),lon=0,lat=0;for(let n=0;n<count;n++){let box=[1/0,1/0,-1/0,-1/0];for(let i=2*begins[n];i<2*begins[n+1];i+=
2)lon+=deltas[i]>>>1^-(deltas[i]&1),lat+=deltas[i+1]>>>1^-(deltas[i+1]&1),xy[i]=lon/header.scale,xy[i+1]=upOf(lat/header.
scale),box[0]=Math.min(box[0],xy[i]),box[1]=Math.min(box[1],xy[i+1]),box[2]=Math.max(box[2],xy[i]),box[3]=Math.max(box[3],
xy[i+1]);boxes.set(box,4*n)}return{count,begins,xy,boxes}}function upOf(lat){let sine=Math.sin(lat*Math.PI/180);return Math.
log((1+sine)/(1-sine))/2*180/Math.PI}var Sketch=L.GridLayer.extend({initialize:function(id,options){L.GridLayer.prototype.
initialize.call(this,{pane:PANE2,noWrap:!0,maxZoom:24,attribution:options.attribution,updateWhenZooming:!1}),this._places=
new Map;let bytes=()=>bytesOf(document.getElementById(id).textContent.trim());options.compressed?typeof DecompressionStream>
"u"?this._lacking=options.tooOld:this.opened=unzip(bytes()).then(unzipped=>this._open(unzipped)):this._open(bytes())},_open:function(bytes){
let read=sectionsOf(bytes);this._kinds=[...read.header.fills,...read.header.strokes].map(name=>({name,fill:read.header.fills.
includes(name),lines:linesOf(read,name)})),this._names=read.header.labels.map(([text2,lon,lat,rank])=>({text:text2,x:lon,
y:upOf(lat),rank})),this._map&&this.redraw()},onAdd:function(map){this._lacking&&notice(map,this._lacking),map.getPane(PANE2)||
(map.createPane(PANE2).style.zIndex=OVER_LAND),map.getPane(PANE2).style.pointerEvents="none",L.GridLayer.prototype.onAdd.
call(this,map),this._watch=new MutationObserver(()=>this.redraw()),this._watch.observe(document.documentElement,{attributes:!0,
attributeFilter:["data-theme"]})},onRemove:function(map){this._watch.disconnect(),L.GridLayer.prototype.onRemove.call(this,
map)},createTile:function(coords){let tile=L.DomUtil.create("canvas"),ratio=Math.max(FINE,window.devicePixelRatio||1);if(tile.
width=tile.height=Math.round(SIZE*ratio),!this._kinds)return tile;let context3=tile.getContext("2d"),world=SIZE*2**coords.
z;return context3.scale(ratio,ratio),this._draw(context3,{world,left:coords.x*SIZE,top:coords.y*SIZE,width:SIZE,height:SIZE,
zoom:coords.z},INKS[themeNow()]),tile},paint:function(context3,view,frame){this._kinds&&this._draw(context3,{world:view.
world,left:view.left,top:view.top,width:frame.width,height:frame.height,zoom:frame.zoom},INKS.light)},_draw:function(context3,view,inks){
context3.lineJoin=context3.lineCap="round",this._kinds.filter(({name})=>view.zoom>=(FROM[name]||0)).forEach(function({name,
fill:fill2,lines:lines2}){context3.beginPath(),trace(context3,view,lines2,fill2),context3.fillStyle=context3.strokeStyle=
inks[name],context3.lineWidth=WIDTHS[name]||0,context3.setLineDash(name==="rail"?[6,3]:[]),fill2?context3.fill("nonzero"):
context3.stroke()}),context3.setLineDash([]),this._write(context3,view,inks)},_roomy:function(world,zoom){if(!this._places.
has(world)){let apart=namesApart(),times=world/360;this._places.set(world,this._names.filter(({text:text2,x,y,rank})=>zoom>=
(rank<2?NAMED:FADED)&&apart.room(x*times,-y*times,text2.length*FONT)))}return this._places.get(world)},_write:function(context3,view,inks){
let times=view.world/360,middle=view.world/2;context3.font=FONT+"px "+getComputedStyle(document.documentElement).getPropertyValue(
"--lb-fonts"),Object.assign(context3,{textAlign:"center",textBaseline:"middle",lineWidth:3,strokeStyle:inks.halo,fillStyle:inks.
name}),this._roomy(view.world,view.zoom).forEach(function({text:text2,x,y}){let left=x*times+middle-view.left,top=middle-
y*times-view.top;left<-REACH||top<-FONT||left>view.width+REACH||top>view.height+FONT||(context3.strokeText(text2,left,top),
context3.fillText(text2,left,top))})}});function trace(context3,view,{count,begins,xy,boxes},closed){let times=view.world/
360,middle=view.world/2,west=(view.left-middle-4)/times,east=(view.left+view.width-middle+4)/times,north2=(middle-view.top+
4)/times,south=(middle-view.top-view.height-4)/times;for(let n=0;n<count;n++){let b=4*n;if(boxes[b]>east||boxes[b+2]<west||
boxes[b+1]>north2||boxes[b+3]<south||Math.max(boxes[b+2]-boxes[b],boxes[b+3]-boxes[b+1])*times<NEAR)continue;let end=2*begins[n+
1],x=NaN,y=NaN;for(let i=2*begins[n];i<end;i+=2){let toX=xy[i]*times+middle-view.left,toY=middle-xy[i+1]*times-view.top;
if(i===2*begins[n])context3.moveTo(toX,toY);else{if(Math.abs(toX-x)<NEAR&&Math.abs(toY-y)<NEAR&&i<end-2)continue;context3.
lineTo(toX,toY)}x=toX,y=toY}closed&&context3.closePath()}}var sketchTiles=(id,options)=>new Sketch(id,options);function sorted(store,view,rows){let boxes=store.boxes,classes=store.classes.length,dot=view.dot/view.times,edged=8/view.
times,dots=2*classes,hidden=dots+1,keys=new Uint16Array(rows.length),starts=new Uint32Array(hidden+2);for(let n=0;n<rows.
length;n++){let row=rows[n],i=4*row,across=Math.max(boxes[i+2]-boxes[i],boxes[i+3]-boxes[i+1]),key=hidden;store.shown[row]&&
(key=across<dot?dots:store.position[row]+(across<edged?0:classes)),keys[n]=key,starts[key+1]+=1}for(let key=0;key<=hidden;key++)
starts[key+1]+=starts[key];let next=starts.slice(),order=new Uint32Array(rows.length);for(let n=0;n<rows.length;n++)order[next[keys[n]]++]=
rows[n];let group=key=>order.subarray(starts[key],starts[key+1]);return{plain:group,edged:number2=>group(classes+number2),
dots:group(dots)}}function*drawPolygons(store,context3,view,rows,edged){let{xy,vertices}=store,{times,left,top}=view,from=0;
for(;from<rows.length;){let drawn=0;for(context3.beginPath();from<rows.length&&drawn<4e3;from++){let end=store.rings[store.
polygons[rows[from]+1]];for(let r=store.rings[store.polygons[rows[from]]];r<end;r++){let first=2*vertices[r],last=2*vertices[r+
1],x=xy[first]*times-left,y=-xy[first+1]*times-top;context3.moveTo(x,y);for(let i=first+2;i<last;i+=2){let toX=xy[i]*times-
left,toY=-xy[i+1]*times-top;Math.abs(toX-x)<.2&&Math.abs(toY-y)<.2||context3.lineTo(x=toX,y=toY)}context3.closePath(),drawn+=
(last-first)/2}}context3.fill("nonzero"),edged&&context3.stroke(),yield}}function*roundDots(store,context3,view,rows){let boxes=store.
boxes;for(let n=0;n<rows.length;n++){let i=4*rows[n],x=(boxes[i]+boxes[i+2])/2*view.times-view.left,y=-(boxes[i+1]+boxes[i+
3])/2*view.times-view.top,entry=store.classes[store.position[rows[n]]];context3.fillStyle=entry.color,context3.strokeStyle=
entry.edge,context3.beginPath(),context3.arc(x,y,view.dot/2,0,2*Math.PI),context3.fill(),context3.stroke(),n%256===255&&
(yield)}}function pixelOf(context3,color){context3.fillStyle=color;let said2=context3.fillStyle,hex=said2.match(/[\da-f]{2}/gi),
parts=said2[0]==="#"?hex.map(two=>parseInt(two,16)):said2.match(/[\d.]+/g).map(Number),bytes=[parts[0],parts[1],parts[2],
parts.length>3?parts[3]*255:255];return new Uint32Array(Uint8ClampedArray.from(bytes).buffer)[0]}function squares(store,view,rows){
let spare=view.spare,boxes=store.boxes,{width,height}=spare.canvas,image2=spare.createImageData(width,height),pixels=new Uint32Array(
image2.data.buffer),colors=Uint32Array.from(store.classes,entry=>pixelOf(spare,entry.color)),times=view.times*view.ratio/
2,size=Math.max(1,Math.round(view.dot*view.ratio)),left=view.left*view.ratio+size/2,top=view.top*view.ratio+size/2;for(let n=0;n<
rows.length;n++){let i=4*rows[n],color=colors[store.position[rows[n]]],x=Math.round((boxes[i]+boxes[i+2])*times-left),y=Math.
round(-(boxes[i+1]+boxes[i+3])*times-top),right=Math.min(width,x+size),bottom=Math.min(height,y+size);for(let v=Math.max(
0,y);v<bottom;v++)for(let u=Math.max(0,x);u<right;u++)pixels[v*width+u]=color}return spare.putImageData(image2,0,0),spare.
canvas}function*drawDots(store,context3,view,rows){if(!rows.length)return;if(view.dot>=4){yield*roundDots(store,context3,
view,rows);return}let canvas=squares(store,view,rows);context3.save(),context3.setTransform(1,0,0,1,0,0),context3.drawImage(
canvas,0,0),context3.restore()}function*drawRows(store,context3,view,rows){let of=sorted(store,view,rows);yield,context3.
lineWidth=.8;for(let number2=0;number2<store.classes.length;number2++)context3.fillStyle=store.classes[number2].color,context3.
strokeStyle=store.classes[number2].edge,yield*drawPolygons(store,context3,view,of.plain(number2),!1),yield*drawPolygons(
store,context3,view,of.edged(number2),!0);yield*drawDots(store,context3,view,of.dots)}var CHOSEN_STEP=1e3,RING=1.5,INK="\
#d6006c",CHOSEN={color:INK,weight:2.5};function trace2(store,context3,view,row){let{xy,rings,polygons,vertices}=store,times=view.
times;for(let r=rings[polygons[row]];r<rings[polygons[row+1]];r++){let first=2*vertices[r],last=2*vertices[r+1];context3.
moveTo(xy[first]*times-view.left,-xy[first+1]*times-view.top);for(let i=first+2;i<last;i+=2)context3.lineTo(xy[i]*times-
view.left,-xy[i+1]*times-view.top);context3.closePath()}}function ringed(store,context3,view,x,y,row){let dot=view.dot,size=dot+
2*RING;context3.fillStyle=INK,context3.fillRect(x-size/2,y-size/2,size,size),context3.fillStyle=store.classes[store.position[row]].
color,context3.fillRect(x-dot/2,y-dot/2,dot,dot)}function*drawChosen(store,context3,view,rows){let chosen=rows.filter(row=>store.
selected[row]&&store.shown[row]),{boxes,vertices,rings,polygons}=store,times=view.times;context3.strokeStyle=INK,context3.
lineWidth=2.5;for(let from=0;from<chosen.length;){let drawn=0;for(context3.beginPath();from<chosen.length&&drawn<CHOSEN_STEP;from++){
let row=chosen[from],i=4*row;if(times*Math.max(boxes[i+2]-boxes[i],boxes[i+3]-boxes[i+1])>=view.dot){trace2(store,context3,
view,row),drawn+=vertices[rings[polygons[row+1]]]-vertices[rings[polygons[row]]];continue}let x=(boxes[i]+boxes[i+2])/2*
times-view.left,y=-(boxes[i+1]+boxes[i+3])/2*times-view.top;drawn+=1,view.dot<4?ringed(store,context3,view,x,y,row):(context3.
moveTo(x+view.dot/2+1,y),context3.arc(x,y,view.dot/2+1,0,2*Math.PI))}context3.stroke(),yield}}var F=.003352810681182319,B=6378137*(1-F),E2=F*(2-F),E=Math.sqrt(E2),RADIANS=Math.PI/180,TURNS=200;function spans(one,other){
let u1=Math.atan((1-F)*Math.tan(one[1]*RADIANS)),u2=Math.atan((1-F)*Math.tan(other[1]*RADIANS));return{lon:(other[0]-one[0])*
RADIANS,s1:Math.sin(u1),c1:Math.cos(u1),s2:Math.sin(u2),c2:Math.cos(u2)}}function arc({s1,c1,s2,c2},lambda){let sine=Math.
sin(lambda),cosine=Math.cos(lambda),sinSigma=Math.hypot(c2*sine,c1*s2-s1*c2*cosine),cosSigma=s1*s2+c1*c2*cosine,sinAlpha=sinSigma===
0?0:c1*c2*sine/sinSigma,cos2Alpha=1-sinAlpha*sinAlpha,middle=cos2Alpha<1e-12?0:cosSigma-2*s1*s2/cos2Alpha;return{sinSigma,
cosSigma,sinAlpha,cos2Alpha,middle,sigma:Math.atan2(sinSigma,cosSigma)}}function distance(one,other){let span=spans(one,
other),lambda=span.lon,found=arc(span,lambda);for(let turn=0;turn<TURNS;turn++){let{sinSigma,cosSigma,sinAlpha,cos2Alpha,
middle,sigma}=found,c=F/16*cos2Alpha*(4+F*(4-3*cos2Alpha)),last=lambda;if(lambda=span.lon+(1-c)*F*sinAlpha*(sigma+c*sinSigma*
(middle+c*cosSigma*(2*middle*middle-1))),found=arc(span,lambda),Math.abs(lambda-last)<1e-14)return length(found)}return NaN}
function length({sinSigma,cosSigma,cos2Alpha,middle,sigma}){let u2=cos2Alpha*(40680631590769-B*B)/(B*B),big=1+u2/16384*(4096+
u2*(u2*(320-175*u2)-768)),small=u2/1024*(256+u2*(u2*(74-47*u2)-128)),square=middle*middle,delta=small*sinSigma*(middle+small/
4*(cosSigma*(2*square-1)-small/6*middle*(4*sinSigma*sinSigma-3)*(4*square-3)));return B*big*(sigma-delta)}function lengthOf(places){
let sum2=0;for(let i=1;i<places.length;i++)sum2+=distance(places[i-1],places[i]);return sum2}var q=sine=>(1-E2)*(sine/(1-
E2*sine*sine)+Math.atanh(E*sine)/E),Q_POLE=q(1),RADIUS2=6378137*6378137*Q_POLE/2;function areaOf(places){let tangents=places.
map(place2=>Math.tan(Math.asin(q(Math.sin(place2[1]*RADIANS))/Q_POLE)/2)),excess=0;for(let i=0;i<places.length;i++){let j=(i+
1)%places.length,half=(places[j][0]-places[i][0])*RADIANS/2,one=tangents[i],other=tangents[j];excess+=2*Math.atan2(Math.
tan(half)*(one+other),1+one*other)}return Math.abs(excess)*RADIUS2}var side=(a,b,c)=>Math.sign((b[0]-a[0])*(c[1]-a[1])-(b[1]-
a[1])*(c[0]-a[0]));function crossesItself(places){let count=places.length,edge=i=>[places[i],places[(i+1)%count]];for(let i=0;i<
count;i++)for(let j=i+2;j<count;j++){if(i===0&&j===count-1)continue;let[a,b]=edge(i),[c,d]=edge(j);if(side(a,b,c)*side(a,
b,d)<0&&side(c,d,a)*side(c,d,b)<0)return!0}return!1}function metresOfPixel(lat,zoom){let sine=Math.sin(lat*RADIANS),w2=1-
E2*sine*sine,across=6378137/Math.sqrt(w2),along=6378137*(1-E2)/w2**1.5;return Math.sqrt(across*along)*Math.cos(lat*RADIANS)*
2*Math.PI/(256*2**zoom)}var sum=values=>values.reduce((one,other)=>one+other,0);function wholeUnits(value,decimals){let[digits,power]=Math.abs(value).
toExponential().split("e"),units=Math.floor(+(digits+"e"+(Number(power)+decimals))+.5);return value<0?-units:units}function printed(value,decimals){
return(wholeUnits(value,decimals)/10**decimals).toLocaleString("en-US",{minimumFractionDigits:decimals,maximumFractionDigits:decimals})}
function exactly(values,decimals){let read=values.map(function(value){let[digits,power]=value.toExponential().split("e"),
[whole,rest=""]=digits.split(".");return[BigInt(whole+rest),rest.length-Number(power)]}),places=read.reduce((most,[,own])=>Math.
max(most,own),Math.max(decimals,0)),ten=power=>BigInt(10)**BigInt(power);return{parts:read.map(([part,own])=>part*ten(places-
own)),places,unit:ten(places-decimals)}}var total=parts=>parts.reduce((one,other)=>one+other,BigInt(0));function shared(parts,unit,goal){
if(!parts.length)return[];let rests=parts.map(part=>(part%unit+unit)%unit),floors=parts.map((part,at)=>Number((part-rests[at])/
unit)),missing=goal-sum(floors),each=Math.floor(missing/parts.length),extra=missing-each*parts.length,order=parts.map((part,at)=>at);
order.sort((a,b)=>rests[a]===rests[b]?a-b:rests[a]<rests[b]?1:-1);let units=floors.map(value=>value+each);return order.slice(
0,extra).forEach(at=>units[at]+=1),units}function apportioned(values,decimals,goal){if(!values.length)return[];let{parts,
unit}=exactly(values,decimals);return shared(parts,unit,goal)}function chainFrom(exact,units,start2,turn){let over=(line,column)=>turn*
(units[line][column]-exact[line][column]),off=line=>turn*(sum(units[line])-sum(exact[line])),chains=new Map([[start2,[]]]);
for(let giver of chains.keys())for(let column=0;column<exact[0].length;column++)if(over(giver,column)>1e-6){for(let taker=0;taker<
exact.length;taker++)if(!(chains.has(taker)||!(over(taker,column)<-1e-6))&&(chains.set(taker,[...chains.get(giver),[giver,
taker,column]]),off(taker)<-1e-6))return chains.get(taker)}return[]}function apportionCrossed(table,decimals){if(!table.
length)return[];let scale2=10**decimals,columns=[...table[0].keys()],{parts,places,unit}=exactly(table.flatMap(line=>[...line]),
decimals),byColumn=columns.map(column=>table.map((_,line)=>parts[line*columns.length+column])),grand=wholeUnits(+(total(
parts)+"e-"+places),decimals),totals=shared(byColumn.map(total),unit,grand),rounded2=byColumn.map((part,column)=>shared(
part,unit,totals[column])),units=table.map((_,line)=>columns.map(column=>rounded2[column][line])),exact=table.map(line=>[
...line].map(value=>value*scale2));return[1,-1].forEach(function(turn){exact.forEach(function(_,line){turn*(sum(units[line])-
sum(exact[line]))<1-1e-6||chainFrom(exact,units,line,turn).forEach(function([giver,taker,column]){units[giver][column]-=
turn,units[taker][column]+=turn})})}),units}var isoDay=day=>new Date(day*864e5).toISOString().slice(0,10);function sayDay(day,form){let iso=isoDay(day),[year,month,
number2]=iso.split("-").map(Number);return(form||"{iso}").replace("{iso}",iso).replace("{y}",year).replace("{m}",month).
replace("{d}",number2)}function dayOf(text2){let typed=(text2||"").normalize("NFKC").trim(),said2=/^(\d{4})\s*[-/.年‐-―−]\s*(\d{1,2})\s*[-/.月‐-―−]\s*(\d{1,2})\s*[日号]?$/.
exec(typed)||/^(\d{4})(\d{2})(\d{2})$/.exec(typed);if(!said2)return null;let time=Date.UTC(Number(said2[1]),Number(said2[2])-
1,Number(said2[3])),day=new Date(time);return day.getUTCDate()===Number(said2[3])&&day.getUTCMonth()===said2[2]-1?Math.round(
time/864e5):null}function openTimeline(store){let events=store.events,told=store.header.events,live=new Uint32Array(told.
count),firsts=new Uint32Array(store.count+1),rows=[],at=0;for(let row=0;row<store.count;row++){firsts[row]=at;for(let i=events.
firsts[row];i<events.firsts[row+1];i++)events.days[i]+=told.start,events.flags[i]&1||(live[at++]=i);at>firsts[row]&&rows.
push(row)}firsts[store.count]=at;let kept=live.subarray(0,at);store.timeline={rows:Uint32Array.from(rows),firsts,live:kept,
days:Int32Array.from(kept,event=>events.days[event]),counted:Uint8Array.from(kept,event=>events.flags[event]&12?0:1),now:new Uint32Array(
store.count),before:told.states.map(number2=>store.columns[number2].values.slice()),dueBefore:store.due&&store.due.slice(),
doneBefore:store.done&&store.done.slice(),position:told.colored?store.position.slice():null},setDay(store,told.on)}function change(store,row,event){
let{before,dueBefore,doneBefore,position}=store.timeline,events=store.events;store.header.events.states.forEach(function(number2,state){
let from=event<0?before[state][row]:events.states[state][event];store.columns[number2].values[row]=from}),store.due&&(store.
due[row]=event<0?dueBefore[row]:events.due[event]),store.done&&(store.done[row]=event<0?doneBefore[row]:events.done[event]),
position&&(store.position[row]=event<0?position[row]:events.position[event])}function setDay(store,day){let{rows,firsts,
live,days,now}=store.timeline;for(let i=0;i<rows.length;i++){let row=rows[i],first=firsts[row],low=first,high=firsts[row+
1];for(;low<high;){let middle=low+high>>>1;days[middle]<=day?low=middle+1:high=middle}low-first!==now[row]&&(now[row]=low-
first,change(store,row,low>first?live[low-1]:-1))}store.day=day}function dayOfMap(map){if(map.landbaseDay!==void 0)return map.
landbaseDay;let now=new Date,today2=Math.round(Date.UTC(now.getFullYear(),now.getMonth(),now.getDate())/864e5);return map.
landbaseAsOf===null||map.landbaseAsOf===void 0?today2:map.landbaseAsOf}function upTo(sorted2,number2){let low=0,high=sorted2.
length;for(;low<high;){let middle=low+high>>>1;sorted2[middle]<=number2?low=middle+1:high=middle}return low}var FAN=16,Store=class _Store{constructor(data){Object.assign(this,data),this.shown=new Uint8Array(this.count).fill(1),this.
classes=this.header.classes,this.selected=new Uint8Array(this.count),this._decoder=new TextDecoder,this._index(),this.events&&
openTimeline(this)}static of(parts){return Object.assign(Object.create(_Store.prototype),parts,{_decoder:new TextDecoder})}_index(){
for(this._levels=[this.boxes];this._levels[this._levels.length-1].length>4*FAN;){let below=this._levels[this._levels.length-
1],count=Math.ceil(below.length/4/FAN),level=new Int32Array(4*count);for(let node=0;node<count;node++){let west=2147483647,
south=2147483647,east=-2147483648,north2=-2147483648,end=Math.min(below.length,4*FAN*(node+1));for(let i=4*FAN*node;i<end;i+=
4)below[i]<west&&(west=below[i]),below[i+1]<south&&(south=below[i+1]),below[i+2]>east&&(east=below[i+2]),below[i+3]>north2&&
(north2=below[i+3]);level.set([west,south,east,north2],4*node)}this._levels.push(level)}}within(west,south,east,north2){
let levels=this._levels,found=new Uint32Array(1024),size=0,visit=function(level,first,last){let boxes=levels[level];for(let node=first;node<
last;node++){let i=4*node;if(!(boxes[i]>east||boxes[i+1]>north2)&&!(boxes[i+2]<west||boxes[i+3]<south)){if(level>0){let end=Math.
min(levels[level-1].length/4,(node+1)*FAN);visit(level-1,node*FAN,end);continue}if(size===found.length){let larger=new Uint32Array(
4*size);larger.set(found),found=larger}found[size++]=node}}},top=levels.length-1;return visit(top,0,levels[top].length/4),
found.slice(0,size)}contains(row,x,y){let inside=!1;for(let p=this.polygons[row];p<this.polygons[row+1];p++)for(let r=this.
rings[p];r<this.rings[p+1];r++){let end=2*this.vertices[r+1],j=end-2;for(let i=2*this.vertices[r];i<end;j=i,i+=2){let xi=this.
xy[i],yi=this.xy[i+1],xj=this.xy[j],yj=this.xy[j+1];yi>y!=yj>y&&x<(xj-xi)*(y-yi)/(yj-yi)+xi&&(inside=!inside)}}return inside}at(x,y,dot,slack){
let reach=dot/2+slack,boxes=this.boxes,best=-1,most=-1;for(let row of this.within(x-reach,y-reach,x+reach,y+reach)){if(!this.
shown[row])continue;let i=4*row,small=Math.max(boxes[i+2]-boxes[i],boxes[i+3]-boxes[i+1])<dot;if(small){if(Math.max(Math.
abs(x-(boxes[i]+boxes[i+2])/2),Math.abs(y-(boxes[i+1]+boxes[i+3])/2))>reach)continue}else if(!this.contains(row,x,y))continue;
let rank=small?256:this.position[row];rank>=most&&([best,most]=[row,rank])}return best}text(column,row){return this.textOf(
this.columns[column],row)}textOf(own,at){return own.words?own.words[own.values[at]]:this._decoder.decode(own.texts.subarray(
own.begins[at],own.begins[at+1]-1))}static lonLat(x,y){let radians=y/1e7*(Math.PI/180);return[x/1e7,(2*Math.atan(Math.exp(
radians))-Math.PI/2)*(180/Math.PI)]}static units(latLng){let sine=Math.sin(latLng.lat*Math.PI/180),y=Math.log((1+sine)/(1-
sine))/2*(180/Math.PI);return[Math.round(latLng.lng*1e7),Math.round(y*1e7)]}latLngs(row){let polygons=[];for(let p=this.
polygons[row];p<this.polygons[row+1];p++){let rings=[];for(let r=this.rings[p];r<this.rings[p+1];r++){let points=[];for(let v=this.
vertices[r];v<this.vertices[r+1];v++){let[lon,lat]=_Store.lonLat(this.xy[2*v],this.xy[2*v+1]);points.push([lat,lon])}rings.
push(points)}polygons.push(rings)}return polygons}area(row,unit,areas=this.areas){let entry=this.header.units[unit],value=areas[row]*
entry.times/entry.by;return Number.isFinite(value)?printed(value,entry.decimals):"—"}};function crosses(x,y,dx,dy,[west,
south,east,north2]){let from=0,to=1;for(let[step,room]of[[-dx,x-west],[dx,east-x],[-dy,y-south],[dy,north2-y]]){if(step===
0&&room<0)return!1;step<0&&(from=Math.max(from,room/step)),step>0&&(to=Math.min(to,room/step))}return from<=to}function meets(store,row,box){
let i=4*row,own=store.boxes,[west,south,east,north2]=box;if(own[i]>=west&&own[i+2]<=east&&own[i+1]>=south&&own[i+3]<=north2)
return!0;let xy=store.xy;for(let r=store.rings[store.polygons[row]];r<store.rings[store.polygons[row+1]];r++){let end=2*
store.vertices[r+1],j=end-2;for(let k=2*store.vertices[r];k<end;j=k,k+=2)if(crosses(xy[j],xy[j+1],xy[k]-xy[j],xy[k+1]-xy[j+
1],box))return!0}return store.contains(row,west,south)}var pageLayers=[];function clearMap(map){let box=map.getContainer(),bar=box.previousElementSibling,own=[map.getPane("map\
Pane"),map._controlContainer];[...box.children].filter(node=>!own.includes(node)&&/(^| )(leaflet|lb)-/.test(node.className)).
forEach(node=>node.remove()),bar&&bar.classList.contains("lb-title")&&bar.remove()}function clearPage(){document.querySelectorAll(
".lb-print, .lb-aside").forEach(node=>node.remove())}function joinLayers(map,ids){map.getContainer().classList.add("lb-m\
ap"),map.landbaseIds||(map.landbaseIds=new Set,Promise.resolve().then(()=>Promise.all(layersOf(map).map(layer=>layer.ready))).
then(()=>map.fire("lbread").fire("lbready"))),ids.forEach(id=>map.landbaseIds.add(id))}var layersOf=map=>pageLayers.filter(
layer=>!map.landbaseIds||map.landbaseIds.has(layer.dataId)),readLayers=map=>layersOf(map).filter(layer=>layer.store),isWhole=map=>layersOf(
map).every(layer=>layer.store),openLayers=map=>readLayers(map).filter(layer=>map.hasLayer(layer));function coverParcels(map,name,test){
map.landbaseCovers=Object.assign({},map.landbaseCovers,{[name]:test})}var isCovered=(map,latLng)=>Object.values(map.landbaseCovers||
{}).some(test=>test&&test(latLng));function containersOf(map){let few=map.landbaseCanvas&&map.landbaseCanvas._container;
return[...new Set(openLayers(map).map(layer=>layer.getContainer?layer.getContainer():few))].filter(Boolean)}function rowsWhere(map,holds2){
return openLayers(map).map(function({store}){let rows=new Uint32Array(store.count),size=0;for(let row=0;row<store.count;row++)
holds2(store,row)&&(rows[size++]=row);return{store,rows:rows.slice(0,size)}})}function boundsOf(map,counts=(store,row)=>store.
shown[row]){let ends=[1/0,1/0,-1/0,-1/0];if(openLayers(map).forEach(function({store}){let boxes=store.boxes;for(let row=0;row<
store.count;row++){let i=4*row;!counts(store,row)||boxes[i]>boxes[i+2]||(boxes[i]<ends[0]&&(ends[0]=boxes[i]),boxes[i+1]<
ends[1]&&(ends[1]=boxes[i+1]),boxes[i+2]>ends[2]&&(ends[2]=boxes[i+2]),boxes[i+3]>ends[3]&&(ends[3]=boxes[i+3]))}}),ends[0]>
ends[2])return null;let[one,other]=[0,2].map(at=>Store.lonLat(ends[at],ends[at+1]));return L.latLngBounds([one[1],one[0]],
[other[1],other[0]])}function showAgain(map){map.landbaseFilters?map.landbaseFilters.apply():readLayers(map).forEach(layer=>layer.
refresh())}var withUnit=(figure2,unit)=>figure2+(/^[\u4e00-\u9fff]/.test(unit)?"":" ")+unit,INVISIBLE=new RegExp("\\p{Default_Ignora\
ble_Code_Point}","gu"),HYPHENS=/[\u2010-\u2015\u2212\ufe58\ufe63]/g,folded=text2=>text2.replace(INVISIBLE,"").normalize(
"NFKC").replace(HYPHENS,"-").replace(/[^\S\0]+/g," ").toLowerCase(),bare=text2=>folded(text2).replace(/[-‐-―−_/\\.·、\s()[\]〔〕【】]/g,
"");function long(text2,count){let begins=new Uint32Array(count+1);for(let row=1;row<count;row++)begins[row]=text2.indexOf(
"\0",begins[row-1])+1;return begins[count]=text2.length+1,{text:text2,begins}}function changed(store,column,change2){let source=column.
words||column.texts;return column.kept=column.kept&&column.kept.source===source?column.kept:{source,by:new Map},column.kept.
by.has(change2)||column.kept.by.set(change2,column.words?column.words.map(change2):long(change2(new TextDecoder().decode(
column.texts)),store.count)),column.kept.by.get(change2)}function rate(store,column,change2,part,best,begins,holds2){let texts=changed(
store,column,change2),raise=(row2,how)=>best[row2]=Math.max(best[row2],how);if(column.words){let fits2=Uint8Array.from(texts,
function(word){let at=word.indexOf(part);return at<0?0:at===0?begins:holds2});for(let row2=0;row2<best.length;row2++)raise(
row2,fits2[column.values[row2]]);return}let row=0;for(let at=texts.text.indexOf(part);at>=0;at=texts.text.indexOf(part,texts.
begins[row])){for(;texts.begins[row+1]<=at;)row++;raise(row,at===texts.begins[row]?begins:holds2),row++}}var pinyin=new Intl.
Collator("zh-CN-u-co-pinyin"),LETTERS=[..."abcdefghjklmnopqrstwxyz"],FIRST="阿 八 嚓 哒耷 妸 发 旮 哈 讥 咔 垃 妈 拏 噢 妑 七 呥 扨 它 穵 夕 丫\
 帀".split(" ").map(some=>[...some].sort(pinyin.compare)[0]),known=new Map;function initialOf(character){let letter=known.
get(character);if(letter!==void 0)return letter;let at=FIRST.length-1;for(;at>0&&pinyin.compare(character,FIRST[at])<0;)
at--;return letter=LETTERS[at],known.set(character,letter),letter}var initials=text2=>text2.replace(new RegExp("\\p{Scrip\
t=Han}","gu"),initialOf);var DOT=7,INK2="#3e4c59",HALO="#ffffff";function projection(frame){let world=256*2**frame.zoom,x=lon=>(lon/360+.5)*world,
y=function(lat){let sine=Math.sin(lat*Math.PI/180);return(.5-Math.log((1+sine)/(1-sine))/(4*Math.PI))*world},left=x(frame.
center.lng)-frame.width/2,top=y(frame.center.lat)-frame.height/2;return{world,left,top,x:lon=>x(lon)-left,y:lat=>y(lat)-
top,at:latLng=>[x(latLng.lng)-left,y(latLng.lat)-top]}}function spareOf({width,height}){let canvas=document.createElement(
"canvas");return Object.assign(canvas,{width,height}),canvas.getContext("2d",{willReadFrequently:!0})}function trace3(context3,rings,at,closed){
rings.forEach(function(ring){ring.forEach(function(place2,number2){let[x,y]=at(Array.isArray(place2)?{lat:place2[0],lng:place2[1]}:
place2);number2?context3.lineTo(x,y):context3.moveTo(x,y)}),closed&&context3.closePath()})}function parcels(context3,view,frame,layer){
let store=layer.store,dot=layer.options.dot||DOT,unit=36e8/view.world,[x,y]=Store.units(frame.center),half=[frame.width/
2+dot,frame.height/2+dot].map(pixels=>pixels*unit),rows=store.within(x-half[0],y-half[1],x+half[0],y+half[1]),to={times:1/
unit,left:view.left-view.world/2,top:view.top-view.world/2,dot,ratio:frame.ratio,spare:spareOf(context3.canvas)};context3.
globalAlpha=layer.options.opacity||1;for(let step of drawRows(store,context3,to,rows));context3.globalAlpha=1;for(let step of drawChosen(
store,context3,to,rows));}function flat(places){return places.length&&Array.isArray(places[0])?places.flatMap(flat):[places]}
function path(context3,view,layer){let look=layer.options,polygon=layer instanceof L.Polygon;if(context3.beginPath(),layer.
getLatLng){let[x,y]=view.at(layer.getLatLng());context3.arc(x,y,layer._radius||4,0,2*Math.PI)}else trace3(context3,flat(
layer.getLatLngs()),view.at,polygon);(look.fill||look.fill===void 0&&polygon)&&(context3.globalAlpha=look.fillOpacity,context3.
fillStyle=look.fillColor||look.color,context3.fill("evenodd")),look.stroke&&(context3.globalAlpha=look.opacity,context3.
strokeStyle=look.color,context3.lineWidth=look.weight,context3.lineJoin=look.lineJoin,context3.setLineDash((look.dashArray||
"").toString().split(/[ ,]+/).filter(Boolean).map(Number)),context3.stroke(),context3.setLineDash([])),context3.globalAlpha=
1}function marker(context3,view,layer){let[x,y]=view.at(layer.getLatLng()),node=layer.getElement();if(!node)return;if(node instanceof
HTMLImageElement){let anchor=L.point(layer.options.icon.options.iconAnchor||[0,0]);node.complete&&node.naturalWidth&&context3.
drawImage(node,x-anchor.x,y-anchor.y,node.width,node.height);return}let text2=node.textContent.trim();context3.font="600\
 13px "+getComputedStyle(node).fontFamily,context3.landbaseNames.room(x,y,context3.measureText(text2).width)&&(context3.
textAlign="center",context3.textBaseline="middle",context3.lineWidth=3,context3.lineJoin="round",context3.strokeStyle=HALO,
context3.fillStyle=INK2,context3.strokeText(text2,x,y),context3.fillText(text2,x,y))}function image(context3,view,layer){
let bounds=layer.getBounds(),node=layer.getElement();if(!node||!node.complete||!node.naturalWidth)return;let[left,top]=view.
at(bounds.getNorthWest()),[right,bottom]=view.at(bounds.getSouthEast());context3.globalAlpha=layer.options.opacity,context3.
drawImage(node,left,top,right-left,bottom-top),context3.globalAlpha=1}function tiles(context3,view,frame,layer){Object.values(
layer._tiles).forEach(function(tile){if(!tile.el.complete||!tile.el.naturalWidth)return;let size=layer.getTileSize().x*2**
(frame.zoom-tile.coords.z);context3.drawImage(tile.el,tile.coords.x*size-view.left,tile.coords.y*size-view.top,size,size)})}
var embedded=(context3,view,frame,layer)=>layer.paint(context3,view,frame);function drawing(layer,frame){return layer.landbasePaint?
frame.afar?layer.landbasePaint:null:layer.store?frame.afar?null:parcels:layer.paint?embedded:layer.row>=0?null:layer instanceof
L.TileLayer?frame.tiles===!1?null:tiles:layer instanceof L.ImageOverlay?image:layer instanceof L.Path?path:layer instanceof
L.Marker?marker:null}function paint(map,frame){let canvas=document.createElement("canvas");canvas.width=Math.round(frame.
width*frame.ratio),canvas.height=Math.round(frame.height*frame.ratio);let context3=canvas.getContext("2d"),view=projection(
frame),jobs=[],overview=map.landbaseOverview;frame=Object.assign({afar:!!(overview&&overview.hidesParcels())},frame),context3.
landbaseNames=namesApart(),context3.scale(frame.ratio,frame.ratio),context3.fillStyle=frame.ground,context3.fillRect(0,0,
frame.width,frame.height),map.eachLayer(function(layer){let draw=drawing(layer,frame),pane=map.getPane(layer.options.pane||
"overlayPane");draw&&jobs.push({draw,layer,z:Number(getComputedStyle(pane).zIndex)||0})});let last=job=>job.draw===marker?
1:0;return jobs.sort((one,other)=>one.z-other.z||last(one)-last(other)),jobs.forEach(function({draw,layer}){[parcels,tiles,
embedded].includes(draw)?draw(context3,view,frame,layer):draw(context3,view,layer)}),canvas}function lineOf({label,figures}){
let row=element("tr","lb-chosen"),head=row.appendChild(element("th")),ring=head.appendChild(element("span","lb-swatch"));
return Object.assign(ring.style,{backgroundColor:HALO,borderColor:CHOSEN.color}),head.appendChild(element("span","",label)),
figures.forEach(figure2=>row.appendChild(element("td","",figure2))),row}function tablesOf(map,legend){let copies=legend?
[...legend.querySelectorAll("table")].map(function(table){let copy=table.cloneNode(!0);return copy.dataset.part=table.closest(
".lb-by")?"groups":"legend",copy}):[],chosen=map.landbaseSelection&&map.landbaseSelection.line();if(copies.forEach(copy=>copy.
querySelectorAll(".lb-pick").forEach(button2=>button2.replaceWith(element("span","",button2.textContent)))),!chosen)return copies;
if(!copies.length){copies.push(element("table")),copies[0].append(element("caption","",chosen.title),element("thead"),element(
"tbody"),element("tfoot"));let head=copies[0].tHead.appendChild(element("tr"));["",...chosen.heads].forEach(text2=>head.
appendChild(element("th","",text2)))}return(copies.find(copy=>copy.tFoot)||copies[0]).tFoot.appendChild(lineOf(chosen)),
copies}function surroundings(map){let title=map.getContainer().previousElementSibling,bar=title&&title.classList.contains(
"lb-title")?title:null,texts=(root,selector)=>root?[...root.querySelectorAll(selector)].map(node=>node.textContent):[],box=map.
getContainer(),legend=box.querySelector(".lb-legend");return{title:bar?bar.querySelector("h1").textContent:document.title,
marks:[...texts(bar,".lb-note"),...texts(document,"[data-lb-mark]")],filters:texts(box,".lb-chip[data-filter]"),tables:tablesOf(
map,legend),notes:[...texts(legend,":scope > .lb-foot:not(.lb-how)"),...texts(box,".leaflet-control-attribution").filter(
Boolean),...map.landbaseNotepad?map.landbaseNotepad.lines():[]],groupNotes:texts(legend,".lb-by .lb-foot")}}function extent(map){
let bounds=L.bounds([]),add=box=>[box.getNorthWest(),box.getSouthEast()].forEach(latLng=>bounds.extend(map.latLngToContainerPoint(
latLng)));map.eachLayer(function(layer){layer instanceof L.Polyline&&!layer.isEmpty()&&add(layer.getBounds())});let shown=boundsOf(
map);return shown&&add(shown),bounds}function openView(map){let size=map.getSize(),panel=map.getContainer().querySelector(
".lb-layers"),room=panel&&size.x>2*panel.offsetWidth?panel.offsetWidth+20:0,open=L.bounds([0,0],[size.x-room,size.y]),full=extent(
map),shared2=full.isValid()&&full.intersects(open)?L.bounds([Math.max(full.min.x-12,0),Math.max(full.min.y-12,0)],[Math.
min(full.max.x+12,open.max.x),Math.min(full.max.y+12,open.max.y)]):open,center=map.containerPointToLatLng(shared2.getCenter()),
metres2=metresOfPixel(center.lat,map.getZoom()),part=shared2.getSize();return{center,across:part.x*metres2,down:part.y*metres2}}
function scaleBar(most,words){let power=10**Math.floor(Math.log10(most)),metres2=[5,2,1].map(step=>step*power).find(length2=>length2<=
most),text2=metres2<1e3?withUnit(metres2,words.metre):withUnit(metres2/1e3,words.km);return{metres:metres2,text:text2}}var NARROW=700,LOW=420,BARS=590,LEAST_CARD=90;function foldOf(box,corner){let fold=element("button","lb-fold leaflet-con\
trol");fold.type="button";let show=function(open){box.classList.toggle("lb-unfolded",open),fold.setAttribute("aria-expan\
ded",String(open))};return fold.addEventListener("click",()=>show(!box.classList.contains("lb-unfolded"))),L.DomEvent.disableClickPropagation(
fold),corner.prepend(fold),show(!1),fold}function makeRoom(map,popup){let box=map.getContainer();if(!box.classList.contains(
"lb-tight"))return;let above=box.querySelector(".leaflet-top.leaflet-left").offsetHeight+8,bars=box.querySelector(".lb-b\
ottom"),below=bars?bars.offsetHeight+20:20;Object.assign(popup.options,{maxHeight:Math.max(LEAST_CARD,box.clientHeight-above-
below-40),autoPanPaddingTopLeft:[10,above],autoPanPaddingBottomRight:[10,below]}),popup.update()}function followSize(map){
let box=map.getContainer(),corner=box.querySelector(".leaflet-top.leaflet-right"),fold=foldOf(box,corner),widest=0,place2=function(){
let named=panel=>corner.querySelector(panel+" .lb-panel-title"),title=named(".lb-legend")||named(".lb-layers");box.classList.
contains("lb-narrow")||(widest=corner.offsetWidth);let least=box.querySelector(".lb-bottom .lb-bar")?BARS+widest:NARROW,
narrow=box.clientWidth<Math.max(NARROW,least);box.classList.toggle("lb-narrow",narrow),box.classList.toggle("lb-tight",narrow||
box.clientHeight<LOW),fold.textContent=fold.title=title?title.textContent:"";let side2=narrow?fold:corner;box.style.setProperty(
"--lb-side",side2.offsetWidth+10+"px"),box.style.setProperty("--lb-tall",box.clientHeight+"px")};map.on("popupopen",event=>makeRoom(
map,event.popup));let observer=new ResizeObserver(()=>requestAnimationFrame(place2));[box,corner].forEach(one=>observer.
observe(one))}var DECIMALS=2,LEAST=1e-9;function printedTable(lines2,units){let total5={code:"total",count:0};lines2.forEach(line=>total5.
count+=line.count);let written3=lines2.map(line=>Object.assign({},line));return["mu","ha"].forEach(function(unit){let{times,
by}=units[unit],exact=lines2.map(line=>Array.from(line.m2,m2=>m2*times/by)),sums=apportionCrossed(exact,DECIMALS).map(line=>line.
reduce((one,other)=>one+other,0)/10**DECIMALS);sums.forEach((sum2,at)=>written3[at][unit]=printed(sum2,DECIMALS)),total5[unit]=
printed(sums.reduce((one,other)=>one+other,0),DECIMALS)}),[total5,...written3].forEach(line=>line.count=line.count.toLocaleString(
"en-US")),{lines:written3,total:total5}}function coding(store,name){if(name==="class")return{codes:store.position,keys:[
...store.classes.keys()]};if(name==="done")return{codes:store.done,keys:[0,1]};if(name==="place")return{codes:store.place,
keys:store.header.places,parts:store.parts};let column=store.columns.find(one=>one.name===name);return{codes:column.values,
keys:column.words}}function spread({shown,areas},{codes,m2,parts},size,cellOf){let{rows,lines:lines2,shares}=parts;for(let i=0;i<
rows.length;i++){let row=rows[i],area=areas[row]>0?areas[row]:0,cell=cellOf(row);shown[row]&&((i===0||rows[i-1]!==row)&&
(m2[codes[row]*size+cell]-=area),m2[lines2[i]*size+cell]+=shares[i]*area)}}function sumStore(store,names2,categories){let{
shown,areas,category,count}=store,size=categories.length,cells=store.header.categories.map(code=>categories.indexOf(code)),
parts=names2.map(function(name){let part=coding(store,name),lines2=part.keys.length;return Object.assign(part,{count:new Uint32Array(
lines2),m2:new Float64Array(lines2*size)})});for(let row=0;row<count;row++){if(!shown[row])continue;let area=areas[row]>
0?areas[row]:0,cell=cells[category[row]];for(let n=0;n<parts.length;n++){let part=parts[n],code=part.codes[row];part.count[code]+=
1,part.m2[code*size+cell]+=area}}return parts.filter(part=>part.parts).forEach(part=>spread(store,part,size,row=>cells[category[row]])),
parts}function sumShown(map,names2,categories){let sums=names2.map(()=>new Map),size=categories.length;return openLayers(
map).forEach(function({store}){sumStore(store,names2,categories).forEach((part,n)=>part.keys.forEach(function(key,code){
let own=part.m2.subarray(code*size,(code+1)*size);if(!part.count[code]&&!own.some(m2=>m2>LEAST))return;let sum2=sums[n].
get(key)||{count:0,m2:new Float64Array(size)};sum2.count+=part.count[code],own.forEach((m2,cell)=>sum2.m2[cell]+=m2),sums[n].
set(key,sum2)}))}),sums}var waiting=new Map,timer=null,linked=name=>waiting.has(name)?waiting.get(name)||null:new URLSearchParams(location.hash.
slice(1)).get(name);function write(){let parts=new URLSearchParams(location.hash.slice(1));waiting.forEach(function(text2,name){
text2?parts.set(name,text2):parts.delete(name)}),waiting.clear(),timer=null;try{history.replaceState(null,"","#"+parts.toString())}catch(refused){
if(refused.name!=="SecurityError")throw refused}}function forgetWaiting(){waiting.clear(),clearTimeout(timer),timer=null}
function toLink(name,text2){waiting.set(name,text2),timer===null&&(timer=setTimeout(write,250))}function viewOf(text2){let parts=(text2||
"").split(",").map(Number),[lat,lng,zoom]=parts;return parts.length===3&&parts.every(Number.isFinite)&&Math.abs(lat)<=85&&
Math.abs(lng)<=180&&zoom>=0&&zoom<=24?parts:null}function keepView(map){if(map.landbaseSettle)return map.landbaseSettle();
let written3=function(){let{lat,lng}=map.getCenter();return[lat.toFixed(5),lng.toFixed(5),Number(map.getZoom().toFixed(2))].
join(",")},opened=null,isFirst=()=>map.getZoom()===opened[2]&&map.project(map.getCenter()).distanceTo(map.project([opened[0],
opened[1]]))<1,take=function(){let view=viewOf(linked("view"))||opened;map.setView([view[0],view[1]],view[2],{animate:!1})};
map.landbaseSettle=function(){opened=[map.getCenter().lat,map.getCenter().lng,map.getZoom()],take()},map.landbaseSettle(),
map.on("moveend",function(){toLink("view",isFirst()?"":written3())}),window.addEventListener("hashchange",take)}function keepLayers(map,control){
let boxes=()=>[...control.getContainer().querySelectorAll("label")].map(label=>({text:label.textContent.trim(),input:label.
querySelector("input[type=checkbox]")})).filter(one=>one.input),off=()=>JSON.stringify(boxes().filter(one=>!one.input.checked).
map(one=>one.text)),usual=off(),take=function(){let wanted=null;try{wanted=JSON.parse(linked("off")||usual)}catch{return}
Array.isArray(wanted)&&boxes().forEach(function({text:text2,input}){input.checked===wanted.includes(text2)&&input.click()})};
take(),map.on("overlayadd overlayremove",function(){setTimeout(function(){let now=off();toLink("off",now===usual?"":now)},
0)}),window.addEventListener("hashchange",take)}var ROOM=[56,34],MOST=250;function textsOf(store,row){let id=store.columns.findIndex(({name})=>name==="parcel_id"),at=Math.
max(id,0);return[store.columns.length?store.text(at,row):"",store.area(row,"mu")+" "+store.header.units.mu.label]}function middleOf(store,row){
let i=4*row,[west,south,east,north2]=store.boxes.subarray(i,i+4),y=(south+north2)/2,cuts=[];for(let r=store.rings[store.
polygons[row]];r<store.rings[store.polygons[row+1]];r++){let end=2*store.vertices[r+1],j=end-2;for(let k=2*store.vertices[r];k<
end;j=k,k+=2){let one=store.xy[k+1],other=store.xy[j+1];one>y!=other>y&&cuts.push(store.xy[k]+(store.xy[j]-store.xy[k])*
(y-one)/(other-one))}}if(cuts.length<2)return[(west+east)/2,y];cuts.sort((one,other)=>one-other);let best=0;for(let n=0;n+
1<cuts.length;n+=2)cuts[n+1]-cuts[n]>cuts[best+1]-cuts[best]&&(best=n);return[(cuts[best]+cuts[best+1])/2,y]}function labelsOf(map){
let group=L.layerGroup(),on=!1,frame=null,draw=function(){if(frame=null,group.clearLayers(),!on||map._animatingZoom)return;
let view=map.getBounds(),[west,south]=Store.units(view.getSouthWest()),[east,north2]=Store.units(view.getNorthEast()),unit=36e8/
(256*2**map.getZoom()),apart=namesApart(2*ROOM[1]),left=MOST;openLayers(map).forEach(({store})=>store.within(west,south,
east,north2).forEach(function(row){let i=4*row,boxes=store.boxes;if(!left||!store.shown[row]||boxes[i+2]-boxes[i]<ROOM[0]*
unit||boxes[i+3]-boxes[i+1]<ROOM[1]*unit)return;let[x,y]=middleOf(store,row),[lon,lat]=Store.lonLat(x,y),texts=textsOf(store,
row),at=map.project([lat,lon]),wide=Math.max(...texts.map(text2=>text2.length*7));if(!apart.room(at.x,at.y,wide))return;
let node=element("span","lb-parcel-label");texts.forEach(text2=>node.appendChild(element("span","",text2))),group.addLayer(
L.marker([lat,lon],{interactive:!1,keyboard:!1,icon:L.divIcon({className:"lb-banner-label",html:node,iconSize:[0,0]})})),
left-=1}))},soon=()=>frame=frame||requestAnimationFrame(draw);return map.on("moveend zoomend lbchanged overlayadd overla\
yremove lbready",soon),function(wanted){on=wanted,on?group.addTo(map):group.remove(),soon()}}var LEAST2=.1;function stack(map,order){map.landbaseOrder=order,order.forEach(function(layer,at){layer.setZIndex?layer.setZIndex(
at+1):map.hasLayer(layer)&&layer.bringToFront()})}function addLooks(map,box,words){let form=element("section","lb-panel \
lb-looks leaflet-control");box.after(form),form.setAttribute("aria-label",words.opacity),L.DomEvent.disableClickPropagation(
form);let line=form.appendChild(element("label","",words.opacity)),range=line.appendChild(element("input"));Object.assign(
range,{type:"range",min:LEAST2,max:1,step:.05,value:1});let look=function(share){map.landbaseOpacity=share,range.value=share,
readLayers(map).forEach(layer=>layer.setShare(share))},usual=()=>Math.max(...readLayers(map).map(layer=>layer.options.opacity||
1),LEAST2);range.addEventListener("input",function(){look(Number(range.value)),toLink("opacity",range.value===String(usual())?
"":range.value)});let label=form.appendChild(element("label")),tick=label.appendChild(element("input")),write4=labelsOf(
map);tick.type="checkbox",label.appendChild(element("span","",words.labels)),tick.addEventListener("change",function(){write4(
tick.checked),toLink("labels",tick.checked?"on":"")});let turn=form.appendChild(buttonOf(words.order,"lb-small",function(){
stack(map,[...map.landbaseOrder||readLayers(map)].reverse())})),take=function(){let wanted=Number(linked("opacity"));look(
wanted>=LEAST2&&wanted<=1?wanted:usual()),tick.checked=linked("labels")==="on",write4(tick.checked),turn.hidden=readLayers(
map).length<2};map.on("lbready",take),window.addEventListener("hashchange",take)}var F2=.003352810681182319,N=F2/(2-F2),E3=Math.sqrt(F2*(2-F2)),RADIANS2=Math.PI/180,TURNS2=8,RECTIFYING=6378137/(1+N)*(1+
N**2/4+N**4/64),FORTH=[N/2-2/3*N**2+5/16*N**3+41/180*N**4,13/48*N**2-3/5*N**3+557/1440*N**4,61/240*N**3-103/140*N**4,49561/
161280*N**4],BACK=[N/2-2/3*N**2+37/96*N**3-1/360*N**4,1/48*N**2+1/15*N**3-437/1440*N**4,17/480*N**3-37/840*N**4,4397/161280*
N**4],FALSE_EAST=5e5,ZONE=1e6,LON=[72,137],LAT=[3,55],ZONES=[25,45],EAST=[1e5,9e5],NORTH=[3e5,61e5],zoneOf=lon=>Math.round(
lon/3);function toZone([lon,lat],zone=zoneOf(lon)){let sine=Math.sin(lat*RADIANS2),from=(lon-3*zone)*RADIANS2,t=Math.sinh(
Math.atanh(sine)-E3*Math.atanh(E3*sine)),xi=Math.atan2(t,Math.cos(from)),eta=Math.asinh(Math.sin(from)/Math.hypot(t,Math.
cos(from))),north2=xi,east=eta;return FORTH.forEach(function(alpha,at){let times=2*(at+1);north2+=alpha*Math.sin(times*xi)*
Math.cosh(times*eta),east+=alpha*Math.cos(times*xi)*Math.sinh(times*eta)}),{zone,x:zone*ZONE+FALSE_EAST+RECTIFYING*east,
y:RECTIFYING*north2}}function fromZone(x,y){let zone=Math.floor(x/ZONE),north2=y/RECTIFYING,east=(x-zone*ZONE-FALSE_EAST)/
RECTIFYING,xi=north2,eta=east;BACK.forEach(function(beta,at){let times=2*(at+1);xi-=beta*Math.sin(times*north2)*Math.cosh(
times*east),eta-=beta*Math.cos(times*north2)*Math.sinh(times*east)});let conformal=Math.atanh(Math.sin(xi)/Math.cosh(eta)),
lat=xi;for(let turn=0;turn<TURNS2;turn++)lat=Math.asin(Math.tanh(conformal+E3*Math.atanh(E3*Math.sin(lat))));return[3*zone+
Math.atan2(Math.sinh(eta),Math.cos(xi))/RADIANS2,lat/RADIANS2]}var within=(value,[least,most])=>value>=least&&value<=most;
function numbersOf(text2){let parts=text2.normalize("NFKC").toLowerCase().replace(/[′’‘'分]/g,"'").replace(/[″”“"秒]|''/g,
'"').replace(/[º˚度]/g,"°");if(/[^\d\s.,;:+\-°'"newsxy=东经北纬带度（）()、，；/]/.test(parts))return null;
let found=[],ONE=/(\d+(?:\.\d+)?)(?:\s*°\s*(?:(\d+(?:\.\d+)?)\s*'\s*(?:(\d+(?:\.\d+)?)\s*"?)?)?)?/g;for(let part=ONE.exec(
parts);part;part=ONE.exec(parts)){let[,degrees,minutes=0,seconds=0]=part;if(minutes>=60||seconds>=60)return null;found.push(
Number(degrees)+minutes/60+seconds/3600)}return found}function placeOf(text2,usual){let numbers=numbersOf(text2);if(!numbers||
numbers.length!==2)return null;for(let[one,other]of[numbers,[numbers[1],numbers[0]]])if(within(one,LON)&&within(other,LAT))
return{place:[one,other],zone:null};for(let[x,y]of[numbers,[numbers[1],numbers[0]]]){let zone=Math.floor(x/ZONE),own=x-zone*
ZONE;if(!(!within(y,NORTH)||!within(own,EAST))){if(within(zone,ZONES))return{place:fromZone(x,y),zone};if(zone===0&&usual)
return{place:fromZone(usual*ZONE+x,y),zone:usual}}}return null}var degreesText=([lon,lat])=>lon.toFixed(6)+"°, "+lat.toFixed(
6)+"°";var DEGREE=1e6,LONG=/^(0\d+|\d{16,})$/,PIECE=200,countOf=chosen=>chosen.reduce((sum2,{rows})=>sum2+rows.length,0);function figure(m2,unit,decimals){
if(!Number.isFinite(m2))return"";let value=unit?m2*unit.times/unit.by:m2;return(wholeUnits(value,decimals)/10**decimals).
toFixed(decimals)}function namesOf(chosen){let found=new Map;return chosen.forEach(({store})=>store.columns.forEach(column=>found.
set(column.name,column.label))),found}function headOf(chosen,words,day){let head=[...namesOf(chosen).values(),words.m2,words.
mu,words.ha];return day===void 0?head:[...head,words.day]}function*rowsOf(chosen){let names2=[...namesOf(chosen).keys()];
for(let{store,rows}of chosen){let places=names2.map(name=>store.columns.findIndex(column=>column.name===name));for(let row of rows)
yield{store,row,texts:places.map(at=>at<0?"":store.text(at,row)),m2:store.areas[row]}}}function*tableOf(chosen,words,day){
yield headOf(chosen,words,day);for(let{store,texts,m2}of rowsOf(chosen)){let{mu,ha}=store.header.units;texts.push(figure(
m2,null,2),figure(m2,mu,mu.decimals),figure(m2,ha,ha.decimals)),day!==void 0&&texts.push(isoDay(day)),yield texts}}function harmless(text2){
return/^[-+]?[\d,]+(\.\d+)?%?$/.test(text2)&&!LONG.test(text2)?text2:LONG.test(text2)?"	"+text2:/^[\s\u0000-\u001f]*[=+\-@＝＋－＠|]/.
test(text2)||/^[\t\r\n]/.test(text2)?"'"+text2:text2}function quoted(text2){let cell=harmless(text2);return/[",\r\n\t;]/.
test(cell)||cell!==cell.trim()?'"'+cell.replace(/"/g,'""')+'"':cell}function*inPieces(rows,write4,between=""){let piece=[],
first=!0;for(let row of rows)piece.push(write4(row)),!(piece.length<PIECE)&&(yield(first?"":between)+piece.join(between),
[piece,first]=[[],!1]);piece.length&&(yield(first?"":between)+piece.join(between))}var csvLine=row=>row.map(quoted).join(
",")+`\r
`;function*csvOf(chosen,words,day){yield"\uFEFF",yield*inPieces(tableOf(chosen,words,day),csvLine)}function pasted(text2){
let cell=text2.replace(/[\t\r\n]+/g," ");return LONG.test(cell)?'="'+cell+'"':harmless(cell)}var tsvLine=row=>row.map(pasted).
join("	"),tsvOf=(chosen,words,day)=>[...inPieces(tableOf(chosen,words,day),tsvLine,`
`)].join(""),rounded=degrees=>Math.round(degrees*DEGREE)/DEGREE;function ringOf(store,ring){let points=[];for(let v=store.
vertices[ring];v<store.vertices[ring+1];v++)points.push(Store.lonLat(store.xy[2*v],store.xy[2*v+1]).map(rounded));return[
...points,points[0]]}function polygonsOf(store,row){let polygons=[];for(let p=store.polygons[row];p<store.polygons[row+1];p++){
let rings=[];for(let r=store.rings[p];r<store.rings[p+1];r++)rings.push(ringOf(store,r));polygons.push(rings)}return polygons}
function shapeOf(store,row){let polygons=polygonsOf(store,row);return polygons.length?polygons.length===1?{type:"Polygon",
coordinates:polygons[0]}:{type:"MultiPolygon",coordinates:polygons}:null}function*geoJsonOf(chosen,words,day){let feature=function({
store,row}){let properties={};return store.columns.forEach((column,at)=>properties[column.name]=store.text(at,row)||null),
properties.area_m2=Number.isFinite(store.areas[row])?store.areas[row]:null,day!==void 0&&(properties.as_of=isoDay(day)),
JSON.stringify({type:"Feature",properties,geometry:shapeOf(store,row)})};yield JSON.stringify({type:"FeatureCollection",
note:words.note,crs:{type:"name",properties:{name:"urn:ogc:def:crs:EPSG::4490"}}}).slice(0,-1)+',"features":[',yield*inPieces(
rowsOf(chosen),feature,","),yield"]}"}var MARKUP={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;"},escaped=text2=>text2.replace(
/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g,
"$1").replace(/[&<>"]/g,sign=>MARKUP[sign]);function kmlColor(color,opacity){let[,red,green,blue]=/^#(..)(..)(..)/.exec(
color)||[0,"80","80","80"];return(opacity+blue+green+red).toLowerCase()}function kmlShape(store,row){let ring=points=>"<\
LinearRing><coordinates>"+points.map(point=>point.join(",")).join(" ")+"</coordinates></LinearRing>",polygons=polygonsOf(
store,row).map(([outer,...holes])=>"<Polygon><outerBoundaryIs>"+ring(outer)+"</outerBoundaryIs>"+holes.map(hole=>"<inner\
BoundaryIs>"+ring(hole)+"</innerBoundaryIs>").join("")+"</Polygon>");return polygons.length>1?"<MultiGeometry>"+polygons.
join("")+"</MultiGeometry>":polygons.join("")}function*kmlOf(chosen,words,day){let styles2=new Map,labels=[...namesOf(chosen).
entries()],styleOf=function({color,edge}){let key=color+edge;return styles2.has(key)||styles2.set(key,"s"+styles2.size),
styles2.get(key)};chosen.forEach(({store})=>store.classes.forEach(styleOf)),yield`<?xml version="1.0" encoding="UTF-8"?>\

<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+escaped(words.file)+"</name><description>"+escaped(words.note)+
`</description>
`;for(let[key,id]of styles2){let[,color,edge]=/^(#......)(#......)$/.exec(key)||[0,"#808080","#404040"];yield'<Style id=\
"'+id+'"><LineStyle><color>'+kmlColor(edge,"ff")+"</color><width>1.5</width></LineStyle><PolyStyle><color>"+kmlColor(color,
"b3")+`</color></PolyStyle></Style>
`}yield*inPieces(rowsOf(chosen),function({store,row,texts,m2}){let data=labels.map(([,label],at)=>[label,texts[at]]);return data.
push([words.m2,figure(m2,null,2)],[words.mu,figure(m2,store.header.units.mu,2)]),day!==void 0&&data.push([words.day,isoDay(
day)]),"<Placemark><name>"+escaped(texts[0]||"")+"</name><styleUrl>#"+styleOf(store.classes[store.position[row]])+"</sty\
leUrl><ExtendedData>"+data.map(([name,value])=>'<Data name="'+escaped(name)+'"><value>'+escaped(value)+"</value></Data>").
join("")+"</ExtendedData>"+kmlShape(store,row)+`</Placemark>
`}),yield`</Document></kml>
`}var DECIMALS2=1,CURSOR_DECIMALS=0;function zoneText(place2,words,decimals=CURSOR_DECIMALS){let{zone,x,y}=toZone(place2);
return words.inZone.replace("{zone}",zone).replace("{y}",x.toFixed(decimals)).replace("{x}",y.toFixed(decimals))}var Where=L.
Control.extend({options:{position:"bottomleft"},initialize:function(words){this._words=words},onAdd:function(map){let box=this.
_box=element("div","lb-where");return box.hidden=!0,box.title=this._words.where,this._lines=[box.appendChild(element("sp\
an")),box.appendChild(element("span"))],map.on("mousemove",this._soon,this),map.on("mouseout",()=>box.hidden=!0),box},_soon:function({
latlng}){this._at=latlng,this._frame=this._frame||requestAnimationFrame(()=>{this._frame=null;let place2=[this._at.lng,this.
_at.lat];this._lines[0].textContent=degreesText(place2),this._lines[1].textContent=zoneText(place2,this._words),this._box.
hidden=!1})}}),addWhere=(map,words)=>new Where(words).addTo(map);function pointsText(store,row,words){let lines2=[words.
points.join("	")],ring=0,point=0,polygons=polygonsOf(store,row);if(!polygons.length)return"";let middle=polygons[0][0].reduce(
(sum2,[lon])=>sum2+lon,0)/polygons[0][0].length,zone=Math.round(middle/3);return polygons.forEach(rings=>rings.forEach(function(places){
ring+=1;let first=point+1;places.forEach(function(place2,at){let last=at===places.length-1,{x,y}=toZone(place2,zone);last||
(point+=1),lines2.push([ring,"J"+(last?first:point),y.toFixed(DECIMALS2),x.toFixed(DECIMALS2),place2[0].toFixed(6),place2[1].
toFixed(6)].join("	"))})})),[words.pointsOf.replace("{zone}",zone),...lines2].join(`
`)}function addPanes(map,panes){panes.forEach(function(pane){let node=map.createPane(pane.name);node.style.zIndex=pane.zIndex,
node.style.pointerEvents="none"})}function addTitle(map,data){let bar=element("header","lb-title");bar.appendChild(element(
"h1","",data.title));let notes=element("div","lb-notes");data.notes.forEach(note=>notes.appendChild(element("span","lb-n\
ote",note))),bar.appendChild(notes),map.getContainer().classList.add("lb-under-title"),map.getContainer().before(bar),bar.
firstChild.title=data.title;let place2=function(){document.documentElement.style.setProperty("--lb-title-height",bar.offsetHeight+
"px"),map.invalidateSize({animate:!1,pan:!1})};place2(),new ResizeObserver(()=>requestAnimationFrame(place2)).observe(bar)}
var Scale=L.Control.Scale.extend({options:{imperial:!1,maxWidth:140},initialize:function(words){this._words=words},_updateMetric:function(most){
let{metres:metres2,text:text2}=scaleBar(most,this._words);this._updateScale(this._mScale,text2,metres2/most)}});function addControls(map,data){
if(document.documentElement.lang=data.lang,map.attributionControl.setPrefix(!1),map.getContainer().classList.add("lb-map"),
L.control.zoom({zoomInTitle:data.zoomIn,zoomOutTitle:data.zoomOut}).addTo(map),new Scale(data).addTo(map),addWhere(map,data),
data.message){let box=element("div","lb-message",data.message);box.setAttribute("role","status"),map.getContainer().appendChild(
box)}}function rightOf(map){let panels=map.getContainer().querySelector(".leaflet-top.leaflet-right"),width=panels?panels.
offsetWidth:0;return width&&map.getSize().x>2*width?width+24:24}function footOf(map){let[bars,list]=[".lb-bottom",".lb-l\
ist"].map(name=>map.getContainer().querySelector(name));return(bars?bars.offsetHeight+24:16)+(list?list.offsetHeight:0)}
function nameLayers(control,{title,words}){let box=control.getContainer();box.classList.add("lb-panel","lb-layers"),box.
setAttribute("aria-label",title),box.prepend(element("div","lb-panel-title",title)),keepLayers(control._map,control),words&&
pageLayers.length&&addLooks(control._map,box,words)}function bottomOf(map){if(map.landbaseBottom)return map.landbaseBottom;
let box=map.landbaseBottom=element("div","lb-bottom leaflet-control");L.DomEvent.disableClickPropagation(box),L.DomEvent.
disableScrollPropagation(box),map.getContainer().appendChild(box);let place2=function(){let panels=map.getContainer().querySelector(
".leaflet-top.leaflet-right");box.style.right=(panels?panels.offsetWidth+12:12)+"px",map.getContainer().style.setProperty(
"--lb-foot",box.offsetHeight+24+"px")},observer=new ResizeObserver(()=>requestAnimationFrame(place2));return[box,map.getContainer().
querySelector(".leaflet-top.leaflet-right")].filter(Boolean).forEach(node=>observer.observe(node)),map.on("lbready lbcha\
nged resize",place2),place2(),box}var CLOSE=17,OUT=2,LEAST3=.05,FAR=8,MARK=8e3,NS="http://www.w3.org/2000/svg",ICONS={all:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 \
10v4h-4M5 5h6v6H5z",shown:"M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4M4 5h8L9 8.5V12l-2-1V8.5z",screen:"M9.5 2H14v4.5M14 2 9\
.5 6.5M6.5 14H2V9.5M2 14l4.5-4.5"};function lookAt(map,bounds){map.fitBounds(bounds,{paddingTopLeft:[24,48],paddingBottomRight:[
rightOf(map),footOf(map)],maxZoom:CLOSE,animate:!1})}function showShown(map){let bounds=boundsOf(map);bounds&&lookAt(map,
bounds)}function goTo(map,[lon,lat]){let at=L.latLng(lat,lon),most=map.options.maxBounds;most&&!L.latLngBounds(most).contains(
at)&&map.setMaxBounds(L.latLngBounds(most).extend(at).pad(.1)),map.setView(at,Math.max(map.getZoom(),Math.min(CLOSE,map.
getMaxZoom())),{animate:!1}),map.landbaseSpot&&map.landbaseSpot.remove();let ring=L.divIcon({className:"lb-spot",html:element(
"i"),iconSize:[0,0]}),spot=map.landbaseSpot=L.marker(at,{icon:ring,interactive:!1,keyboard:!1}).addTo(map);setTimeout(()=>spot.
remove(),MARK)}function icon(path2){let svg=document.createElementNS(NS,"svg"),line=document.createElementNS(NS,"path");
return svg.setAttribute("viewBox","0 0 16 16"),svg.setAttribute("aria-hidden","true"),line.setAttribute("d",path2),svg.appendChild(
line),svg}var screenOf=()=>document.fullscreenElement||document.webkitFullscreenElement;function fillScreen(map,words){let page=document.
documentElement;if(screenOf())(document.exitFullscreen||document.webkitExitFullscreen).call(document);else{let asked=(page.
requestFullscreen||page.webkitRequestFullscreen).call(page);asked&&asked.catch(()=>notice(map,words.noScreen))}}var Views=L.
Control.extend({options:{position:"topleft"},initialize:function(data){this._words=data.words,this._bounds=L.latLngBounds(
data.bounds)},onAdd:function(map){this._map=map;let box=element("div","leaflet-bar lb-views"),words=this._words,add=function(name,act){
let node=box.appendChild(element("button"));node.type="button",node.title=words[name],node.setAttribute("aria-label",words[name]),
node.appendChild(icon(ICONS[name])),node.addEventListener("click",act)};return add("all",()=>lookAt(map,this._bounds)),add(
"shown",()=>showShown(map)),(document.fullscreenEnabled||document.webkitFullscreenEnabled)&&add("screen",()=>fillScreen(
map,words)),L.DomEvent.disableClickPropagation(box),box}});function roomy(bounds){let middle=bounds.getCenter(),half=LEAST3/
2;return L.latLngBounds(bounds.getSouthWest(),bounds.getNorthEast()).extend([middle.lat-half,middle.lng-half]).extend([middle.
lat+half,middle.lng+half])}function fitMap(map,data){let bounds=L.latLngBounds(data.bounds),views=new Views(data),bind=function(){
let most=roomy(bounds);map.setMinZoom(Math.max(0,Math.floor(map.getBoundsZoom(most))-OUT))},zoom=map.getContainer().querySelector(
".leaflet-control-zoom");views.addTo(map),zoom&&zoom.after(views.getContainer()),map.options.maxBoundsViscosity=.8,map.fitBounds(
bounds,{paddingTopLeft:[24,48],paddingBottomRight:[rightOf(map),footOf(map)],animate:!1}),bind(),map.setMaxBounds(roomy(
bounds).pad(FAR)),map.on("resize",bind),keepView(map)}function nameOf(line,pick){if(!pick)return element("span","",line.label);let button2=element("button","lb-pick",line.label);
return button2.type="button",button2.setAttribute("aria-pressed",String(pick.chosen(line))),button2}function lineOf2(line,className,pick){
let row=element("tr",className);row.dataset[line.other?"other":"code"]=line.code;let head=element("th");if(head.scope="r\
ow",line.color){let swatch=element("span","lb-swatch");swatch.style.background=line.color,swatch.style.borderColor=line.
edge,head.appendChild(swatch)}return head.appendChild(nameOf(line,pick)),row.appendChild(head),["count","mu","ha"].forEach(
measure=>row.appendChild(element("td","",line[measure]))),pick&&pick.any()&&row.classList.add(pick.chosen(line)?"lb-pick\
ed":"lb-unpicked"),pick&&row.addEventListener("click",event=>pick.take(line,event)),row}function emptyTable(title,heads){
let table=element("table");table.appendChild(element("caption","lb-panel-title",title));let head=table.appendChild(element(
"thead")).appendChild(element("tr"));return heads.forEach(function(text2){let cell=head.appendChild(element("th","",text2));
cell.scope="col"}),table.appendChild(element("tbody")),table.appendChild(element("tfoot")),table}function fill(table,lines2,total5,pick){
let held=table.tBodies[0].contains(document.activeElement)&&document.activeElement.closest("tr"),codeOf=row=>row.dataset.
code||row.dataset.other,code=held&&codeOf(held);refill(table.tBodies[0],...lines2.map(line=>lineOf2(line,"",pick))),refill(
table.tFoot,lineOf2(total5,"lb-total"));let again=held&&[...table.tBodies[0].rows].find(row=>codeOf(row)===code);again&&
again.querySelector("button").focus()}function picking(map,name,labelOf){let filters=()=>map.landbaseFilters;return{any:()=>filters().
chosen(name).length>0,chosen:line=>filters().chosen(name).includes(labelOf(line)),take:function(line,event){let label=labelOf(
line),chosen=filters().chosen(name);event.detail>1?(chosen.includes(label)||filters().only(name,label),showShown(map)):event.
ctrlKey||event.metaKey||chosen.length===1&&chosen[0]===label?filters().more(name,label):filters().only(name,label)}}}var Legend=L.
Control.extend({options:{position:"topright"},initialize:function(data){this.data=data},onAdd:function(map){let data=this.
data,box=element("section","lb-panel lb-legend leaflet-control");if(box.setAttribute("aria-label",data.title),this._map=
map,this._table=box.appendChild(emptyTable(data.title,data.heads)),fill(this._table,data.lines,data.total),data.notes.forEach(
note=>box.appendChild(element("p","lb-foot",note))),data.groups){let fold=box.appendChild(element("details","lb-by"));fold.
open=window.innerHeight>900,fold.appendChild(element("summary","lb-panel-title",data.groups.title)),this._groups=fold.appendChild(
emptyTable("",[data.groups.head,...data.heads.slice(1)])),fold.appendChild(element("p","lb-foot",data.groups.note))}return box.
appendChild(element("p","lb-foot lb-how",data.how)),L.DomEvent.disableClickPropagation(box),L.DomEvent.disableScrollPropagation(
box),box},_picks:function(){let filters=this._map.landbaseFilters,{column,groups}=this.data;return!filters||!filters.ready()?
[]:[filters.has(column)?picking(this._map,column,line=>line.word):picking(this._map,"class",line=>String(line.position)),
groups&&filters.has(groups.column)?picking(this._map,groups.column,line=>line.code):void 0]},update:function(){let data=this.
data,categories=data.categories,[byLine,byGroup]=this._picks(),none=()=>({count:0,m2:categories.map(()=>0)}),names2=["cl\
ass",...data.groups?[data.groups.column]:[]],[byClass,sums]=sumShown(this._map,names2,categories),lines2=data.lines.map(
line=>Object.assign({},line,byClass.get(line.position)||none())),named=total5=>Object.assign(total5,{label:data.total.label}),
classes=printedTable(lines2,data.units);if(fill(this._table,classes.lines,named(classes.total),byLine),this._map.fire("l\
andbase:figures",{total:classes.total}),!data.groups)return;let order=data.groups.labels;byGroup&&byGroup.any()&&this._map.
landbaseFilters.labels(data.groups.column).forEach(label=>sums.has(label)||sums.set(label,Object.assign(none(),{other:!0})));
let rest=[...sums.keys()].filter(label=>!order.includes(label)).sort(),labels=[...order.filter(label=>sums.has(label)),...rest],
groups=printedTable(labels.map(label=>Object.assign({code:label,label:label||data.groups.missing},sums.get(label))),data.
units);fill(this._groups,groups.lines,named(groups.total),byGroup)}}),addLegend=(map,data)=>new Legend(data).addTo(map);var DECIMALS3=2;function crossStore(store,across,lines2,columns,categories){let{shown,areas,category,count}=store,size=categories.
length,line=coding(store,lines2),column=coding(store,columns),wide=column.keys.length*size,cells=store.header.categories.
map(code=>categories.indexOf(code)),at=row=>column.codes[row]*size+cells[category[row]],m2=new Float64Array(line.keys.length*
wide),counts=new Uint32Array(line.keys.length*column.keys.length);for(let row=0;row<count;row++)shown[row]&&(counts[line.
codes[row]*column.keys.length+column.codes[row]]+=1,m2[line.codes[row]*wide+at(row)]+=areas[row]>0?areas[row]:0);line.parts&&
spread(store,Object.assign({m2},line),wide,at),line.keys.forEach((key,l)=>column.keys.forEach(function(other,c){let own=m2.
subarray(l*wide+c*size,l*wide+(c+1)*size),n=counts[l*column.keys.length+c];if(!n&&!own.some(part=>part>1e-9))return;across.
has(key)||across.set(key,new Map);let sum2=across.get(key).get(other)||{count:0,m2:new Float64Array(size)};sum2.count+=n,
own.forEach((part,cell)=>sum2.m2[cell]+=part),across.get(key).set(other,sum2)}))}function crossShown(map,lines2,columns,categories){
let across=new Map;return openLayers(map).forEach(({store})=>crossStore(store,across,lines2,columns,categories)),across}
var total2=values=>[...values].reduce((one,other)=>one+other,0),sumOf=cells=>[...cells.values()].reduce(function(sum2,{count,
m2}){return sum2.count+=count,m2.forEach((part,at)=>sum2.m2[at]=(sum2.m2[at]||0)+part),sum2},{count:0,m2:[]}),hundredths=text2=>wholeUnits(
Number(text2.replace(/,/g,"")),DECIMALS3);function printedCells(across,order,units){let there=order.filter(line=>across.
has(line)),printed2=printedTable(there.map(code=>Object.assign({code},sumOf(across.get(code)))),units).lines;return new Map(
there.map(function(line,at){let cells=[...across.get(line)],found=new Map(cells.map(([key,cell])=>[key,Object.assign({},
cell)]));return["mu","ha"].forEach(function(unit){let{times,by}=units[unit],exact=cells.map(([,{m2}])=>total2(m2)*times/
by);apportioned(exact,DECIMALS3,hundredths(printed2[at][unit])).forEach((value,n)=>found.get(cells[n][0])[unit]=value)}),
[line,found]}))}var said=value=>(value/10**DECIMALS3).toLocaleString("en-US",{minimumFractionDigits:DECIMALS3,maximumFractionDigits:DECIMALS3});var known2=new Map;function monthOf(day){return known2.has(day)||known2.set(day,isoDay(day).slice(0,7)),known2.get(day)}
function eachDisposal(store,day,each){let events=store.events,found=events&&events.disposals;if(!found)return;let row=0;
for(let n=0;n<found.events.length;n++){let event=found.events[n],from=events.days[event];for(;events.firsts[row+1]<=event;)
row++;from>day||found.lasts[n]&&from+found.lasts[n]-1<=day||each(row,monthOf(from),found.m2[n])}}function monthsOf(store){
let events=store.events,found=events&&events.disposals;return found?[...new Set(Array.from(found.events,event=>monthOf(events.
days[event])))].sort():[]}function keepDisposed(store,months,day){let kept=new Uint8Array(store.count),wanted=new Set(months);
eachDisposal(store,day,(row,month)=>wanted.has(month)&&(kept[row]=1));for(let row=0;row<store.count;row++)store.shown[row]&=
kept[row]}function sumMonths(stores,year,day,categories){let months=Array.from({length:12},()=>new Float64Array(categories.
length)),unknown=0;return stores.forEach(function(store){let cells=store.header.categories.map(code=>categories.indexOf(
code));eachDisposal(store,day,function(row,month,m2){!store.shown[row]||!month.startsWith(year)||(Number.isNaN(m2)?unknown+=
1:months[Number(month.slice(5))-1][cells[store.category[row]]]+=m2)})}),{months,unknown}}var WIDTH=100,LEAST4=.4,total3=values=>[...values].reduce((one,other)=>one+other,0);function blockOf(color,name,figure2){
let block=element("i");return block.style.background=color,block.title=name+" "+figure2,block}var Charts=L.Class.extend(
{initialize:function(map,data,legend){this._map=map,this._data=data,this._legend=legend;let fold=this._box=element("deta\
ils","lb-charts");fold.appendChild(element("summary","lb-panel-title",data.words.title)),this._status=legend.groups?fold.
appendChild(element("figure","lb-chart")):null,this._months=data.months?fold.appendChild(element("figure","lb-chart lb-c\
hart-months")):null,fold.appendChild(element("p","lb-foot",data.words.how)),fold.addEventListener("toggle",()=>this._draw()),
map.on("lbchanged",this._soon,this)},box:function(){return this._status||this._months?this._box:null},_soon:function(){!this.
_box.open||this._frame||(this._frame=requestAnimationFrame(()=>{this._frame=null,this._draw()}))},_draw:function(){!this.
_box.open||!openLayers(this._map).length||(this._status&&this._drawStatus(),this._months&&this._drawMonths())},_pick:function(event,...filters){
let own=this._map.landbaseFilters;filters.filter(([name])=>own.has(name)).forEach(function([name,label]){let chosen=own.
chosen(name),alone=chosen.length===1&&chosen[0]===label;event.ctrlKey||event.metaKey||alone?own.more(name,label):own.only(
name,label)})},_pickBoth:function(event,...filters){let own=this._map.landbaseFilters,known3=filters.filter(([name])=>own.
has(name)),alone=known3.every(([name,label])=>own.chosen(name).length===1&&own.chosen(name)[0]===label);known3.forEach(function([
name,label]){let has=own.chosen(name).includes(label);alone||(event.ctrlKey||event.metaKey)&&!has?own.more(name,label):(!has||
!(event.ctrlKey||event.metaKey))&&own.only(name,label)})},_classFilter:function(line){let filters=this._map.landbaseFilters,
{column}=this._legend;return filters.has(column)?[column,line.word]:["class",String(line.position)]},_drawStatus:function(){
let{groups,categories,units,lines:lines2,title}=this._legend,words=this._data.words,across=crossShown(this._map,groups.column,
"class",categories),rest=[...across.keys()].filter(label=>!groups.labels.includes(label)).sort(),order=[...groups.labels.
filter(label=>across.has(label)),...rest],cells=printedCells(across,order,units),sums=new Map;cells.forEach((found,label)=>sums.
set(label,total3([...found.values()].map(({mu})=>mu))));let most=Math.max(1,...sums.values()),list=element("ul","lb-bars\
-list");order.forEach(label=>list.appendChild(this._bar(label,cells.get(label),sums.get(label),most,lines2)));let caption=element(
"figcaption","",words.status.replace("{class}",title));refill(this._status,caption,list)},_bar:function(label,cells,sum2,most,lines2){
let{groups,units}=this._legend,mu=units.mu.label,name=label||groups.missing,line=element("li"),filters=this._map.landbaseFilters,
button2=line.appendChild(buttonOf(name,"lb-pick",event=>this._pick(event,[groups.column,label])));button2.title=name,button2.
setAttribute("aria-pressed",String(filters.chosen(groups.column).includes(label)));let bar=line.appendChild(element("div",
"lb-bar-blocks")),parts=[];return bar.setAttribute("role","img"),lines2.filter(({position})=>cells.has(position)).forEach(
entry=>{let cell=cells.get(entry.position),figure2=withUnit(said(cell.mu),mu),block=bar.appendChild(blockOf(entry.color,
name+" "+entry.label,figure2));block.dataset.code=entry.code,block.dataset.mu=cell.mu,block.style.width=(cell.mu>0?Math.
max(LEAST4,cell.mu/most*WIDTH):0)+"%",block.addEventListener("click",event=>this._pickBoth(event,[groups.column,label],this.
_classFilter(entry))),parts.push(entry.label+" "+figure2)}),bar.setAttribute("aria-label",name+": "+parts.join(", ")),line.
appendChild(element("span","lb-bar-sum",said(sum2))),line},_drawMonths:function(){let map=this._map,day=dayOfMap(map),year=isoDay(
day).slice(0,4),words=this._data.words,{categories,units:{mu}}=this._legend,stores=openLayers(map).map(({store})=>store),
{months,unknown}=sumMonths(stores,year,day,categories),exact=months.map(cells=>Array.from(cells,m2=>m2*mu.times/mu.by)),
totals=exact.map(total3),sum2=wholeUnits(total3(totals),2),most=Math.max(...totals,1e-9),whole=apportioned(totals,2,sum2),
caption=element("figcaption","",words.months.replace("{year}",year)),list=element("ol","lb-months");exact.forEach((cells,at)=>list.
appendChild(this._month(at,year,cells,whole[at],most)));let notes=[sum2>0?words.sum.replace("{day}",sayDay(day,words.date)).
replace("{mu}",said(sum2)):words.none];unknown&&notes.push(words.unknown.replace("{n}",unknown.toLocaleString("en-US"))),
refill(this._months,caption,list,this._keys(),...notes.map(note=>element("p","lb-foot",note)))},_month:function(at,year,cells,sum2,most){
let words=this._data.words,label=year+"-"+String(at+1).padStart(2,"0"),filters=this._map.landbaseFilters,line=element("l\
i"),name=words.month.replace("{month}",at+1),button2=line.appendChild(buttonOf("","lb-month",event=>this._pick(event,["d\
isposal_month",label]))),unit=this._legend.units.mu.label,parts=[],column=button2.appendChild(element("span","lb-month-b\
locks")),whole=apportioned(cells,2,sum2);return cells.forEach((value,n)=>{let{color,label:category}=this._data.categories[n],
figure2=withUnit(said(whole[n]),unit);if(!(value>0))return;let block=column.appendChild(blockOf(color,name+" "+category,
figure2));block.style.height=Math.max(LEAST4,value/most*WIDTH)+"%",block.dataset.mu=whole[n],parts.push(category+" "+figure2)}),
button2.appendChild(element("span","lb-month-name",name)),button2.dataset.month=label,button2.disabled=!parts.length&&!filters.
chosen("disposal_month").includes(label),button2.setAttribute("aria-pressed",String(filters.chosen("disposal_month").includes(
label))),button2.setAttribute("aria-label",[name,...parts].join(" ")),line},_keys:function(){let keys=element("p","lb-ch\
art-keys");return this._data.categories.forEach(({label,color})=>{let key=keys.appendChild(element("span")),swatch=key.appendChild(
element("span","lb-swatch"));Object.assign(swatch.style,{background:color,borderColor:color}),key.append(label)}),keys}}),
chartsOf=(map,data,legend)=>new Charts(map,data,legend).box();var PAUSE=150,ColumnFilter=class{constructor(map,words,changed2){this._columns=new Map,readLayers(map).forEach(({store})=>store.
columns.forEach(({name,label})=>this._columns.set(name,label))),this._words=words,this._changed=changed2,this._state={},
this.box=this._build()}_build(){let words=this._words,box=element("div","lb-column-filter");this._which=box.appendChild(
element("select","lb-input")),this._which.setAttribute("aria-label",words.inColumn);let none=this._which.appendChild(element(
"option","",words.inColumn));none.value="",this._columns.forEach((label,name)=>this._which.appendChild(element("option",
"",label)).value=name),this._text=box.appendChild(element("input","lb-input")),this._text.type="search",this._text.placeholder=
words.columnHolds,this._text.setAttribute("aria-label",words.columnHolds);let timer2=null;return this._text.addEventListener(
"input",()=>{clearTimeout(timer2),timer2=setTimeout(()=>this._take(this._which.value,this._text.value),PAUSE)}),this._which.
addEventListener("change",()=>this._show()),this._show(),box}_take(name,text2){let state=Object.assign({},this._state);text2.
trim()?state[name]=text2:delete state[name],this._changed(state)}_show(){let text2=this._state[this._which.value]||"";this.
_text.disabled=!this._which.value,this._text.value.trim()!==text2.trim()&&(this._text.value=text2)}known(columns){return Object.
fromEntries(Object.entries(columns).filter(([name])=>this._columns.has(name)))}fill(columns){this._state=columns;let[first]=Object.
keys(columns);!this._which.value&&first&&(this._which.value=first),this._show()}chips(){return Object.entries(this._state).
map(([name,text2])=>({text:this._words.columnChip.replace("{column}",this._columns.get(name)).replace("{text}",text2.trim()),
off:()=>this._take(name,"")}))}};function keepWhere(shown,codes,wanted){for(let row=0;row<shown.length;row++)shown[row]&=wanted[codes[row]]}var flags=(words,test)=>Uint8Array.
from(words,word=>test(word)?1:0);function keepText(store,part,columns=store.columns){let found=new Uint8Array(store.count);
columns.forEach(column=>rate(store,column,folded,part,found,1,1));for(let row=0;row<found.length;row++)store.shown[row]&=
found[row]}function keepAreas(store,state){let{shown,areas}=store,{times,by}=store.header.units.mu,least=state.least===null?
-1/0:state.least,most=state.most===null?1/0:state.most;for(let row=0;row<shown.length;row++){let mu=areas[row]*times/by;
mu>=least&&mu<=most||(shown[row]=0)}}function keepOverdue(store,day){let{shown,due}=store;if(!due)shown.fill(0);else for(let row=0;row<
shown.length;row++)shown[row]&=due[row]<day}function choiceOf(store,name){if(name==="place")return store.place&&{values:store.
place,words:store.header.places};if(name==="class")return{values:store.position,words:store.classes.map((_,at)=>String(at))};
let[own,part]=name.split(":"),column=store.columns.find(one=>one.name===own);return!column||!column.words?null:part!=="y\
ear"?column.choices?column:null:{values:column.values,words:column.words.map(word=>word.slice(0,4))}}var partsOf=text2=>folded(
text2).split(/[\s\0]+/).filter(Boolean);function filterStore(store,state,day){store.shown.fill(1),state.overdue&&keepOverdue(
store,day),(state.least!==null||state.most!==null)&&keepAreas(store,state),Object.entries(state.choices).forEach(function([
name,labels]){if(name==="disposal_month")return keepDisposed(store,labels,day);let column=choiceOf(store,name);column&&keepWhere(
store.shown,column.values,flags(column.words,word=>labels.includes(word)))}),partsOf(state.text).forEach(part=>keepText(
store,part)),Object.entries(state.columns).forEach(function([name,text2]){let own=store.columns.filter(column=>column.name===
name);partsOf(text2).forEach(part=>keepText(store,part,own))})}function applyFilters(map,state){let day=dayOfMap(map);readLayers(
map).forEach(function(layer){filterStore(layer.store,state,day),layer.refresh()})}var empty=()=>({text:"",least:null,most:null,
overdue:!1,choices:{},columns:{}});function sound(found){let state=empty();return typeof found!="object"||found===null||
(typeof found.text=="string"&&(state.text=found.text),state.overdue=found.overdue===!0,["least","most"].forEach(function(end){
Number.isFinite(found[end])&&(state[end]=found[end])}),Object.entries(found.choices||{}).forEach(function([name,labels]){
let texts=Array.isArray(labels)?labels.filter(one=>typeof one=="string"):[];texts.length&&(state.choices[name]=texts)}),
Object.entries(found.columns||{}).forEach(function([name,text2]){typeof text2=="string"&&text2.trim()&&(state.columns[name]=
text2)})),state}var CELL=16,CROWDED=.5,HALF=Math.sqrt(3)/2,STEPS=[1,2,5],BINS=1<<24,total4=values=>[...values].reduce((one,other)=>one+other,
0);function ratesOf(map,line,categories){let rates=new Map;return crossShown(map,line,"done",categories).forEach(function(cells,key){
let m2=total4(sumOf(cells).m2),done=cells.has(1)?total4(cells.get(1).m2):0;rates.set(key,{m2,done,share:m2>0?done/m2:NaN})}),
rates}function binningOf(stores,keyOf2){let numbers=new Map,keys=[],rows=stores.map(function({boxes,count}){let own=new Int32Array(
count).fill(-1);for(let row=0;row<count;row++){let i=4*row;if(boxes[i]>boxes[i+2])continue;let key=keyOf2((boxes[i]+boxes[i+
2])/2,(boxes[i+1]+boxes[i+3])/2,Math.max(boxes[i+2]-boxes[i],boxes[i+3]-boxes[i+1]));if(key===null)continue;let number2=numbers.
get(key);number2===void 0&&(number2=keys.push(key)-1,numbers.set(key,number2)),own[row]=number2}return own});return{keys,
rows}}function countBins(stores,{keys,rows}){let counts=new Uint32Array(keys.length),m2=new Float64Array(keys.length),all=0;
return stores.forEach(function({shown,areas,count},at){let own=rows[at];for(let row=0;row<count;row++)shown[row]&&(all+=
1,!(own[row]<0)&&(counts[own[row]]+=1,areas[row]>0&&(m2[own[row]]+=areas[row])))}),{counts,m2,all}}function squaresOf(stores,unit,dot){
let cell=CELL*unit,least=dot*unit;return binningOf(stores,(x,y,size)=>size>=least?null:Math.floor(x/cell)*BINS+Math.floor(
y/cell))}function isCarpet(stores,unit,dot,squares2=squaresOf(stores,unit,dot)){let{counts,all}=countBins(stores,squares2),
least=(CELL/dot)**2;return all>0&&counts.reduce((sum2,count)=>sum2+(count>least?count:0),0)>CROWDED*all}function gridOf(stores,width){
let tall=width*HALF;return Object.assign({width,tall},binningOf(stores,function(x,y){let low=Math.floor(y/tall),best=null,
least=1/0;for(let row=low;row<=low+1;row++){let odd=row&1?.5:0,column=Math.round(x/width-odd),dx=x-(column+odd)*width,dy=y-
row*tall,away=dx*dx+dy*dy;away<least&&([best,least]=[row*BINS+column,away])}return best}))}function hexagonsOf(stores,width,grid=gridOf(
stores,width)){let{counts,m2}=countBins(stores,grid),found=[];return grid.keys.forEach(function(key,at){if(!counts[at])return;
let row=Math.round(key/BINS),column=key-row*BINS;found.push({x:(column+(row&1?.5:0))*width,y:row*grid.tall,count:counts[at],
m2:m2[at]})}),found}var CORNERS=[0,1,2,3,4,5].map(n=>[Math.sin(n*Math.PI/3)/Math.sqrt(3),Math.cos(n*Math.PI/3)/Math.sqrt(
3)]);function breaksOf(counts,classes){let sorted2=Float64Array.from(counts).sort(),found=[];for(let n=1;n<classes&&sorted2.
length;n++){let wanted=Math.max(2,sorted2[Math.floor(n/classes*(sorted2.length-1))]),power=10**Math.floor(Math.log10(wanted)),
near=[...STEPS,10].map(step=>step*power).reduce((best,one)=>Math.abs(one-wanted)<Math.abs(best-wanted)?one:best);near>(found[found.
length-1]||1)&&near<=sorted2[sorted2.length-1]&&found.push(near)}return found}function sharesOf(values,classes){if(!values.
length)return[];let least=Math.min(...values),most=Math.max(...values),step=[1,2,5,10,20].find(one=>Math.floor(most/one)-
Math.floor(least/one)<classes)||20,first=Math.floor(least/step)+1,last=Math.floor(most/step);return[...Array(Math.max(0,
Math.min(classes-1,last-first+1))).keys()].map(n=>(first+n)*step)}var classOf=(breaks,value)=>breaks.filter(low=>value>=
low).length,openStores=map=>openLayers(map).map(({store})=>store);function context(width,height){let canvas=document.createElement("canvas");return Object.assign(canvas,{width,height}),canvas.
getContext("2d",{willReadFrequently:!0})}var Frame=L.Layer.extend({initialize:function(steps,options){L.setOptions(this,
options),this._steps=steps},onAdd:function(map){let canvas=this._canvas=L.DomUtil.create("canvas","lb-frame-canvas leafl\
et-zoom-hide");this.getPane().appendChild(canvas),map.on("moveend viewreset resize",this.refresh,this),map.on("zoomstart",
this._blank,this),this.refresh()},onRemove:function(map){map.off("moveend viewreset resize",this.refresh,this),map.off("\
zoomstart",this._blank,this),cancelAnimationFrame(this._frame),this._frame=null,this._canvas.remove()},_blank:function(){
this._canvas.getContext("2d").clearRect(0,0,this._canvas.width,this._canvas.height)},refresh:function(){this._map&&(this.
_drawing=null,this._frame||(this._frame=requestAnimationFrame(()=>this._work())))},_work:function(){if(this._frame=null,
this._map._animatingZoom)return;let job=this._drawing=this._drawing||this._begun(),until=performance.now()+12;for(;performance.
now()<until;)if(job.steps.next().done){this._show(job),this.fire("drawn");return}this._frame=requestAnimationFrame(()=>this.
_work())},_begun:function(){let map=this._map,size=map.getSize(),ratio=window.devicePixelRatio||1,edge=size.multiplyBy(.15).
round(),full=size.add(edge.multiplyBy(2)),corner=map.getPixelBounds().min.subtract(edge),world=256*2**map.getZoom(),width=Math.
round(full.x*ratio),height=Math.round(full.y*ratio),times=world/360/1e7;(!this._aside||this._aside.canvas.width!==width||
this._aside.canvas.height!==height)&&(this._aside=context(width,height),this._spare=context(width,height));let left=corner.
x-world/2,top=corner.y-world/2;this._aside.setTransform(ratio,0,0,ratio,0,0),this._aside.clearRect(0,0,full.x,full.y);let view={
times,left,top,ratio,spare:this._spare,unit:1/times,box:[left/times,-(top+full.y)/times,(left+full.x)/times,-top/times]};
return{steps:this._steps(this._aside,view),full,place:edge.multiplyBy(-1)}},_show:function({full,place:place2}){let canvas=this.
_canvas,{width,height}=this._aside.canvas;(canvas.width!==width||canvas.height!==height)&&Object.assign(canvas,{width,height}),
canvas.style.width=full.x+"px",canvas.style.height=full.y+"px",L.DomUtil.setPosition(canvas,this._map.containerPointToLayerPoint(
place2));let shown=canvas.getContext("2d");shown.clearRect(0,0,width,height),shown.drawImage(this._aside.canvas,0,0)}});var MODES=["auto","rate","density","off"],MANY=2e3,NEAR2={auto:.5,rate:2,density:3},HEXAGON=26,DOT2=7,PANE3="lbAfar",CLOSER=2,
OPACITY=.85,Overview=L.Class.extend({initialize:function(map,data,legend){Object.assign(this,{_map:map,_data:data,_legend:legend.
data,_mode:"auto",_shown:"parcels"});let pane=map.createPane(PANE3);pane.style.zIndex=402,pane.style.pointerEvents="none",
this._table=element("table","lb-overview"),this._note=element("p","lb-foot lb-overview-note"),this._box=legend.getContainer(),
this._box.querySelector(".lb-how").before(this._chooser()),map.on("lbready",this._start,this),map.on("lbchanged overlaya\
dd overlayremove zoomend resize",this._soon,this),map.on("lbcompare",({on})=>{this._comparing=on,this._soon()}),map.on("\
mousemove click",this._point,this),map.on("mouseout zoomstart",this._leave,this),window.addEventListener("hashchange",()=>this.
_ready&&this._start())},_chooser:function(){let words=this._data.words,label=element("label","lb-afar",words.overview),select=this.
_select=label.appendChild(element("select","lb-input"));return MODES.filter(mode=>mode!=="rate"||this._data.rated).forEach(
mode=>select.appendChild(element("option","",words[mode])).value=mode),select.addEventListener("change",()=>{this._mode=
select.value,toLink("afar",this._mode==="auto"?"":this._mode),this._update()}),label},_start:function(){let wanted=linked(
"afar")||"auto";this._ready=!0,this._mode=[...this._select.options].some(({value})=>value===wanted)?wanted:"auto",this._select.
value=this._mode;let all=boundsOf(this._map,()=>!0);this._whole=all?this._map.getBoundsZoom(all):0,this._update()},_soon:function(){
!this._ready||this._waiting||(this._waiting=requestAnimationFrame(()=>{this._waiting=null,this._update()}))},_wanted:function(){
let map=this._map,mode=this._mode,beyond=map.getZoom()-this._whole;if(mode==="off"||this._comparing)return"parcels";let stores=openStores(
map),count=stores.reduce((sum2,store)=>sum2+store.count,0);if(!count)return"parcels";let rated=this._data.rated&&this._lands().
length>0;if(mode!=="auto")return beyond<=NEAR2[mode]&&(mode!=="rate"||rated)?mode:"parcels";if(count<=MANY)return"parcel\
s";if(rated&&beyond<=NEAR2.auto)return"rate";let dot=Math.max(...openLayers(map).map(layer=>layer.options.dot||DOT2)),squares2=this.
_kept("squares",stores,()=>squaresOf(stores,this._unit(),dot));return isCarpet(stores,this._unit(),dot,squares2)?"densit\
y":"parcels"},_kept:function(name,stores,make){let key=[this._map.getZoom(),...stores],kept=this["_"+name];return(!kept||
kept.key.length!==key.length||kept.key.some((one,at)=>one!==key[at]))&&(this["_"+name]={key,value:make()}),this["_"+name].
value},_unit:function(){return 36e8/(256*2**this._map.getZoom())},_lands:function(){let found=[];return this._map.eachLayer(
layer=>layer.lands&&found.push(...layer.lands)),found},_update:function(){let map=this._map,wanted=this._wanted();this._leave(),
this._shown==="rate"&&this._uncolor(),wanted!=="density"&&this._frame&&(this._frame.remove(),this._frame=null),coverParcels(
map,"afar",wanted==="parcels"?null:()=>!0),this._shown=wanted,containersOf(map).forEach(node=>node.style.visibility=wanted===
"parcels"?"":"hidden"),wanted==="rate"&&this._color(),wanted==="density"&&this._bin(),wanted==="parcels"&&[this._table,this.
_note].forEach(node=>node.remove())},_color:function(){let{ramp,words}=this._data,{categories,groups}=this._legend;this.
_rates=ratesOf(this._map,groups.column,categories);let texts=[],percent=({share})=>Number(printed(share*100,1)),there=[...this.
_rates.values()].filter(({share})=>Number.isFinite(share)).map(percent),breaks=sharesOf(there,ramp.length),colors=spreadOver(
ramp,breaks.length+1);this._colored=this._lands(),this._colored.forEach(({name,polygon,node})=>{let rate2=this._rates.get(
name),known3=rate2&&Number.isFinite(rate2.share);if(polygon){let color=known3?colors[classOf(breaks,percent(rate2))]:"#f\
fffff";polygon.setStyle({fillColor:color,fillOpacity:OPACITY}),polygon.getElement()&&polygon.getElement().classList.add(
"lb-rated")}texts.push([node,known3?printed(rate2.share*100,1)+"%":""])}),texts.forEach(([node,text2])=>node&&node.appendChild(
element("span","lb-rate",text2&&" "+text2))),this._map.fire("lbnames"),this._say(words.rateTitle,colors.map((color,n)=>({
color,label:spanOf(breaks,n,words,"%")})),words.closer)},_uncolor:function(){(this._colored||[]).forEach(function({polygon,
node,fill:fill2}){polygon&&(polygon.setStyle({fillColor:"#ffffff",fillOpacity:fill2}),polygon.getElement()&&polygon.getElement().
classList.remove("lb-rated")),node&&node.querySelectorAll(".lb-rate").forEach(one=>one.remove())}),this._colored=[],this.
_map.fire("lbnames")},_bin:function(){let map=this._map,{words,ramp}=this._data;this._width=HEXAGON*this._unit();let stores=openStores(
map);this._hexagons=hexagonsOf(stores,this._width,this._kept("grid",stores,()=>gridOf(stores,this._width))),this._breaks=
breaksOf(this._hexagons.map(({count})=>count),ramp.length),this._colors=spreadOver(ramp,this._breaks.length+1);let km=HEXAGON*
metresOfPixel(map.getCenter().lat,map.getZoom())/1e3;this._say(words.densityTitle,this._colors.map((color,n)=>({color,label:countsOf(
this._breaks,n,words)})),words.wide.replace("{km}",Number(km.toPrecision(2)))),this._frame?this._frame.refresh():(this._frame=
new Frame((context3,view)=>this._steps(context3,view),{pane:PANE3}).addTo(map),this._frame.landbasePaint=(context3,view)=>this.
_paint(context3,view))},*_steps(context3,view){let[west,south,east,north2]=view.box,room=this._width,seen=this._hexagons.
filter(({x,y})=>x>=west-room&&x<=east+room&&y>=south-room&&y<=north2+room);yield,this._draw(context3,seen,(x,y)=>[x*view.
times-view.left,-y*view.times-view.top],view.times)},_paint:function(context3,view){let times=view.world/36e8;this._draw(
context3,this._hexagons,(x,y)=>[x*times+view.world/2-view.left,view.world/2-y*times-view.top],times)},_draw:function(context3,hexagons,at,times){
let reach=this._width*times;context3.globalAlpha=OPACITY,context3.strokeStyle="#ffffff",context3.lineWidth=1,hexagons.forEach(
({x,y,count})=>{let[left,top]=at(x,y);context3.fillStyle=this._colors[classOf(this._breaks,count)],context3.beginPath(),
CORNERS.forEach(([dx,dy])=>context3.lineTo(left+dx*reach,top+dy*reach)),context3.closePath(),context3.fill(),context3.stroke()}),
context3.globalAlpha=1},_say:function(title,lines2,note){let body=element("tbody");lines2.forEach(function({label,color}){
let head=body.appendChild(element("tr")).appendChild(element("th")),swatch=head.appendChild(element("span","lb-swatch"));
Object.assign(swatch.style,{backgroundColor:color,borderColor:color}),head.append(label)}),refill(this._table,element("c\
aption","",title),body),this._note.textContent=note,this._box.prepend(this._table,this._note)},hidesParcels:function(){return this.
_shown!=="parcels"},plainly:function(act){let shown=this._shown;if(shown==="parcels")return act();this._shown="parcels",
shown==="rate"&&this._uncolor(),[this._table,this._note].forEach(node=>node.remove());try{return act()}finally{this._shown=
shown,this._box.prepend(this._table,this._note),shown==="rate"&&this._color()}},_at:function(latLng){let map=this._map,words=this.
_data.words,mu=this._legend.units.mu,inMu=m2=>printed(m2*mu.times/mu.by,2);if(this._shown==="density"){let[x,y]=Store.units(
latLng),near=this._hexagons.reduce((best,one)=>{let away=(one.x-x)**2+(one.y-y)**2;return away<best.away?{away,one}:best},
{away:(this._width/2)**2*1.2,one:null}).one;if(!near)return null;let[lon,lat]=Store.lonLat(near.x,near.y);return{text:words.
oneHexagon.replace("{n}",near.count.toLocaleString("en-US")).replace("{mu}",inMu(near.m2)),go:()=>map.setView([lat,lon],
map.getZoom()+CLOSER,{animate:!1})}}let land=(this._colored||[]).find(({polygon})=>polygon&&holds(polygon,latLng)),rate2=land&&
this._rates.get(land.name);return land?{text:!rate2||!Number.isFinite(rate2.share)?land.name+withUnit("",words.noRate):words.
oneRate.replace("{banner}",land.name).replace("{rate}",printed(rate2.share*100,1)+"%").replace("{done}",inMu(rate2.done)).
replace("{mu}",inMu(rate2.m2)),go:()=>lookAt(map,land.polygon.getBounds())}:null},_point:function(event){let map=this._map;
if(this._shown==="parcels"||map.landbaseBusy||map.dragging.moving())return;let found=this._at(event.latlng);if(this._leave(),
!!found){if(event.type==="click"){found.go();return}map.getContainer().style.cursor="pointer",this._tip=L.tooltip({className:"\
lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(event.latlng).setContent(element("div","",found.text)).addTo(
map)}},_leave:function(){this._tip&&(this._tip.remove(),this._tip=null,this._map.getContainer().style.cursor="")}}),spreadOver=(ramp,count)=>[
...Array(count).keys()].map(n=>ramp[count>1?Math.round(n*(ramp.length-1)/(count-1)):0]);function spanOf(breaks,n,words,unit){
return breaks.length?n===0?words.below.replace("{high}",breaks[0]+unit):n===breaks.length?words.above.replace("{low}",breaks[n-
1]+unit):words.between.replace("{low}",breaks[n-1]).replace("{high}",breaks[n]+unit):words.above.replace("{low}",0+unit)}
function countsOf(breaks,n,words){let said2=count=>count.toLocaleString("en-US"),low=n?breaks[n-1]:1;if(n===breaks.length)
return words.above.replace("{low}",said2(low));let high=breaks[n]-1;return low===high?said2(low):words.between.replace("\
{low}",said2(low)).replace("{high}",said2(high))}function holds(polygon,{lat,lng}){let inside=!1;return polygon.getBounds().
contains([lat,lng])?(polygon.getLatLngs().flat().forEach(function(ring){ring.forEach(function(one,at){let other=ring[(at||
ring.length)-1];one.lat>lat!=other.lat>lat&&lng<(other.lng-one.lng)*(lat-one.lat)/(other.lat-one.lat)+one.lng&&(inside=!inside)})}),
inside):!1}var addOverview=(map,data,legend)=>map.landbaseOverview=new Overview(map,data,legend);var FOUND=8,VALUES=3,LEAST5=2,IDS=/(^|_)(id|no)$/,CARD=420,NEAR3=17,foldedInitials=text2=>initials(folded(text2));function fits(store,names2,wanted){
let best=new Uint8Array(store.count),plain2=bare(wanted),columns=store.columns.filter((column,n)=>n===0||names2.includes(
column.name));return columns.forEach(column=>rate(store,column,folded,wanted,best,3,2)),/\d/.test(plain2)&&columns.filter(
column=>IDS.test(column.name)).forEach(column=>rate(store,column,bare,plain2,best,2,1)),new RegExp("\\p{Script=Han}","u").
test(wanted)||columns.forEach(column=>rate(store,column,foldedInitials,wanted,best,1,1)),best}function findParcels(map,text2,names2){
let wanted=folded(text2.trim()).replace(/\0/g," "),byFit=[[],[],[],[],[],[],[]];return wanted?(readLayers(map).forEach(function(layer){
let store=layer.store,best=fits(store,names2,wanted),open=map.hasLayer(layer);for(let row=0;row<store.count&&byFit[6].length<
FOUND;row++){if(!best[row])continue;let hidden=open?store.shown[row]?"":"filter":"layer",line=byFit[best[row]+(hidden?0:
3)];line.length<FOUND&&line.push({layer,row,hidden})}}),byFit.reverse().reduce((all,some)=>all.concat(some)).slice(0,FOUND)):
[]}function findValues(filters,text2){let wanted=folded(text2.trim());if(wanted.length<LEAST5)return[];let begins=[],holds2=[];
return filters.values().forEach(function(value){let name=folded(value.text);name.startsWith(wanted)||initials(name).startsWith(
wanted)?begins.push(value):name.includes(wanted)&&holds2.push(value)}),[...begins,...holds2].slice(0,VALUES)}function showParcel(map,layer,row){
let store=layer.store,i=4*row,boxes=store.boxes;if(store.polygons[row]===store.polygons[row+1]){layer.showCard(map,row,map.
getCenter());return}let box=[[i,i+1],[i+2,i+3]].map(function([x,y]){let[lon,lat]=Store.lonLat(boxes[x],boxes[y]);return[
lat,lon]}),bounds=L.latLngBounds(box),above=Math.min(CARD,map.getSize().y*.55);map.fitBounds(bounds,{maxZoom:NEAR3,animate:!1,
paddingTopLeft:[24,above],paddingBottomRight:[rightOf(map),footOf(map)]}),layer.showCard(map,row,L.latLng(bounds.getNorth(),
bounds.getCenter().lng))}var Search=L.Control.extend({options:{position:"topleft"},initialize:function(words,names2){this.
words=words,this.names=names2,this._found=[],this._at=-1},onAdd:function(map){this._map=map;let box=element("div","lb-se\
arch leaflet-control"),input=this._input=box.appendChild(element("input","lb-input"));input.type="search",input.placeholder=
input.title=this.words.hint;let list=this._list=box.appendChild(element("ul","lb-results"));return list.id="lb-results",
list.hidden=!0,list.setAttribute("role","listbox"),Object.entries({role:"combobox","aria-label":this.words.search,"aria-\
expanded":"false","aria-controls":list.id,"aria-autocomplete":"list",autocomplete:"off"}).forEach(([name,value])=>input.
setAttribute(name,value)),list.setAttribute("aria-label",this.words.found),input.addEventListener("input",()=>this._search()),
input.addEventListener("keydown",event=>this._key(event)),input.addEventListener("blur",()=>this._close()),L.DomEvent.disableClickPropagation(
box),L.DomEvent.disableScrollPropagation(box),box},_search:function(){let map=this._map,text2=this._input.value,filters=map.
landbaseFilters,spot=placeOf(text2,zoneOf(map.getCenter().lng));this._found=[...spot?[this._spot(spot)]:[],...(filters?findValues(
filters,text2):[]).map(value=>this._value(value)),...findParcels(map,text2,this.names).map(found=>this._parcel(found))],
this._at=this._found.length?0:-1;let lines2=this._found.map((found,at)=>this._line(found,at));if(!lines2.length&&text2.trim()){
let none=element("li","lb-none",this.words.none);none.setAttribute("role","option"),none.setAttribute("aria-disabled","t\
rue"),lines2.push(none)}refill(this._list,...lines2),this._list.hidden=!lines2.length,this._input.setAttribute("aria-exp\
anded",String(lines2.length>0)),this._mark()},_spot:function({place:place2,zone}){let words=this.words;return{title:words.
goTo+" "+degreesText(place2),note:zone===null?words.cgcs2000:words.ofZone.replace("{zone}",zone),go:()=>goTo(this._map,place2)}},
_value:function({name,column,label,text:text2}){let words=this.words,count=this._map.landbaseFilters.count(name,label);return{
title:text2,note:words.filterBy.replace("{column}",column).replace("{count}",count.toLocaleString("en-US")),go:()=>{this.
_map.landbaseFilters.only(name,label),showShown(this._map)}}},_parcel:function({layer,row,hidden}){let store=layer.store,
words=this.words,texts=store.columns.slice(0,3).map((column,n)=>store.text(n,row));return{title:texts[0]||layer.options.
untitled,note:texts.slice(1).filter(Boolean).join(" · "),hidden:hidden?words[hidden==="layer"?"hiddenLayer":"hiddenFilt\
er"]:"",go:()=>{this._map.hasLayer(layer)||this._map.addLayer(layer),!store.shown[row]&&this._map.landbaseFilters&&this.
_map.landbaseFilters.clear(),showParcel(this._map,layer,row)}}},_line:function(found,at){let line=element("li");return line.
id="lb-result-"+at,line.setAttribute("role","option"),line.appendChild(element("b","",found.title)),line.appendChild(element(
"span","",found.note)),found.hidden&&line.appendChild(element("em","lb-hidden-by",found.hidden)),line.addEventListener("\
mousedown",event=>event.preventDefault()),line.addEventListener("click",()=>this._go(at)),line},_key:function(event){event.
key==="ArrowDown"&&!this._found.length&&this._search();let count=this._found.length;if(event.key==="Escape")this._close();else if(event.
key==="Enter"&&this._at>=0)this._go(this._at);else if(event.key==="ArrowDown"&&count)this._at=(this._at+1)%count;else if(event.
key==="ArrowUp"&&count)this._at=(this._at+count-1)%count;else return;event.preventDefault(),event.stopPropagation(),this.
_mark()},_mark:function(){[...this._list.querySelectorAll("[role=option]")].forEach((line,at)=>line.setAttribute("aria-s\
elected",String(at===this._at))),this._at>=0?this._input.setAttribute("aria-activedescendant","lb-result-"+this._at):this.
_input.removeAttribute("aria-activedescendant")},_go:function(at){let found=this._found[at];this._close(),found.go()},_close:function(){
this._found=[],this._at=-1,this._list.hidden=!0,this._input.setAttribute("aria-expanded","false"),this._mark()}}),addSearch=(map,words,names2)=>new Search(
words,names2).addTo(map);var missingOf=(name,words)=>name==="disposal_type"?words.undecided:words.missing;function fromLink(){let text2=linked("f\
ilter");if(!text2)return empty();try{return sound(JSON.parse(text2))}catch{return empty()}}var written=state=>JSON.stringify(
Object.assign({},state,{columns:Object.keys(state.columns).length?state.columns:void 0}));function keepInLink(state){let text2=written(
state);toLink("filter",text2===written(empty())?"":text2)}function ordered(entry){let rest=[...entry.found].filter(word=>!entry.
order.includes(word)).sort();return[...entry.order.filter(word=>entry.found.has(word)),...rest]}function choicesOf(map,words,legend){
let columns=new Map,add=function(name,label,order,found){let entry=columns.get(name)||{label,order,found:new Set};found.
forEach(word=>entry.found.add(word)),columns.set(name,entry)};readLayers(map).forEach(function({store}){if(store.place){
let there=new Set(store.place);add("place",words.place,store.header.places,store.header.places.filter((_,at)=>there.has(
at)))}store.columns.filter(column=>column.choices).forEach(function(column){let declared=column.name==="banner"&&store.place;
add(column.name,declared?words.declaredBanner:column.label,column.choices,column.words)}),store.columns.filter(column=>column.
days&&column.words).forEach(function({name,label,words:days}){add(name+":year",words.year.replace("{column}",label),[],days.
map(day=>day.slice(0,4)))})});let months=readLayers(map).flatMap(({store})=>monthsOf(store));if(months.length&&(add("dis\
posal_month",words.disposedMonth,[],months),columns.get("disposal_month").names=new Map(months.map(month=>[month,words.disposedIn.
replace("{month}",month)]))),!columns.has(legend.column)){let codes=legend.lines.map(line=>String(line.position));add("c\
lass",legend.title,codes,codes),columns.get("class").names=new Map(legend.lines.map(line=>[String(line.position),line.label]))}
return columns.forEach(entry=>entry.labels=ordered(entry)),columns}var Filters=L.Control.extend({options:{position:"topl\
eft"},initialize:function(words,legend,changed2){this.words=words,this.legend=legend,this.changed=changed2,this.state=empty()},
onAdd:function(map){this._map=map;let box=element("section","lb-filters leaflet-control"),button2=element("button","lb-b\
utton",this.words.filter);button2.type="button",button2.setAttribute("aria-expanded","false"),this._form=element("form",
"lb-panel lb-filter-form"),this._form.hidden=!0,this._form.addEventListener("submit",event=>event.preventDefault());let fold=hidden=>{
this._form.hidden=hidden,button2.setAttribute("aria-expanded",String(!hidden))};this._button=button2,button2.addEventListener(
"click",()=>fold(!this._form.hidden)),box.addEventListener("keydown",event=>{event.key!=="Escape"||this._form.hidden||(fold(
!0),button2.focus(),event.stopPropagation())}),this._chips=element("div","lb-chips"),this._chips.setAttribute("aria-live",
"polite");let line=element("div","lb-filter-line");return line.append(button2,this._chips),box.append(line,this._form),L.
DomEvent.disableClickPropagation(box),L.DomEvent.disableScrollPropagation(box),window.addEventListener("hashchange",()=>this.
_columns&&this.set(fromLink())),box},start:function(){this._columns=choicesOf(this._map,this.words,this.legend),this._dated=
readLayers(this._map).some(layer=>layer.store.due),this._build(),this.set(fromLink())},set:function(state){this.state=this.
_known(state),this.apply(),this._fill(),this._showChips(),this.changed()},only:function(name,label){this._change({choices:Object.
assign({},this.state.choices,{[name]:[label]})})},more:function(name,label){this._choose(name,label,!(this.state.choices[name]||
[]).includes(label))},clear:function(){this._change(empty())},ready:function(){return!!this._columns},has:function(name){
return this._columns.has(name)},labels:function(name){return this._columns.get(name).labels},chosen:function(name){return this.
state.choices[name]||[]},values:function(){let found=[];return this._columns.forEach((entry,name)=>name!=="disposal_mont\
h"&&entry.labels.filter(Boolean).forEach(label=>found.push({name,column:entry.label,label,text:this.textOf(name,label)}))),
found},textOf:function(name,label){let{names:names2}=this._columns.get(name);return names2&&names2.get(label)||label||missingOf(
name,this.words)},count:function(name,label){let sum2=0;return readLayers(this._map).forEach(function({store}){let column=choiceOf(
store,name),codes=column?column.words.map(word=>word===label):[];for(let row=0;column&&row<store.count;row++)sum2+=codes[column.
values[row]]?1:0}),sum2},_known:function(state){let choices={};Object.entries(state.choices).forEach(([name,labels])=>{let entry=this.
_columns.get(name),there=entry?labels.filter(label=>entry.labels.includes(label)):[];there.length&&(choices[name]=there)});
let columns=this._own.known(state.columns);return Object.assign({},state,{choices,columns,overdue:state.overdue&&this._dated})},
apply:function(){applyFilters(this._map,this.state)},follow:function(){this._overdue&&(this._overdue.text.textContent=this.
_overdueText()),this.state.overdue&&this._showChips(),this.changed()},_overdueText:function(){return this.words.overdue.
replace("{day}",sayDay(dayOfMap(this._map),this.words.date))},_change:function(part){let state=Object.assign({},this.state,
part);keepInLink(state),this.set(state)},_build:function(){let words=this.words,form=this._form;refill(form),this._text=
form.appendChild(element("input","lb-input")),this._text.type="search",this._text.placeholder=words.text,this._text.setAttribute(
"aria-label",words.text);let timer2=null;this._text.addEventListener("input",()=>{clearTimeout(timer2),timer2=setTimeout(
()=>this._change({text:this._text.value}),150)});let range=form.appendChild(element("div","lb-ends"));range.appendChild(
element("span","",words.area)),this._ends=["least","most"].map(end=>{let input=range.appendChild(element("input","lb-inp\
ut"));return input.type="number",input.min="0",input.step="any",input.placeholder=words[end],input.setAttribute("aria-la\
bel",words.area+" "+words[end]),input.addEventListener("change",()=>this._change({[end]:input.value===""?null:Number(input.
value)})),input}),this._dated&&(this._overdue=this._check(form,()=>this._change({overdue:this._overdue.box.checked}))),this.
_own=new ColumnFilter(this._map,words,columns=>this._change({columns})),form.appendChild(this._own.box),this._boxes=[],this.
_columns.forEach((entry,name)=>{let fold=form.appendChild(element("details"));fold.appendChild(element("summary","",entry.
label)),entry.labels.forEach(label=>{let{box,text:text2}=this._check(fold,()=>this._choose(name,label,box.checked));text2.
textContent=this.textOf(name,label),this._boxes.push({box,name,label,fold})})})},_check:function(parent,changed2){let line=parent.
appendChild(element("label")),box=line.appendChild(element("input"));return box.type="checkbox",box.addEventListener("ch\
ange",changed2),{box,text:line.appendChild(element("span"))}},_choose:function(name,label,on){let choices=Object.assign(
{},this.state.choices),kept=(choices[name]||[]).filter(other=>other!==label);choices[name]=on?[...kept,label]:kept,choices[name].
length||delete choices[name],this._change({choices})},_fill:function(){let state=this.state;this._text.value!==state.text&&
(this._text.value=state.text),this._own.fill(state.columns),this._ends[0].value=state.least===null?"":state.least,this._ends[1].
value=state.most===null?"":state.most,this._overdue&&(this._overdue.box.checked=state.overdue,this._overdue.text.textContent=
this._overdueText()),this._boxes.forEach(function(entry){entry.box.checked=(state.choices[entry.name]||[]).includes(entry.
label),entry.box.checked&&(entry.fold.open=!0)})},_showChips:function(){let words=this.words,state=this.state,chips=[],add=(text2,off)=>chips.
push({text:text2,off});state.text.trim()&&add("“"+state.text.trim()+"”",()=>this._change({text:""})),state.least!==null&&
add("≥ "+withUnit(state.least,words.mu),()=>this._change({least:null})),state.most!==null&&add("≤ "+withUnit(state.most,
words.mu),()=>this._change({most:null})),this._own.chips().forEach(({text:text2,off})=>add(text2,off)),state.overdue&&add(
this._overdueText(),()=>this._change({overdue:!1})),Object.entries(state.choices).forEach(([name,labels])=>labels.forEach(
label=>add(this.textOf(name,label),()=>this._choose(name,label,!1)))),chips.length>1&&add(words.clear,()=>this._change(empty()));
let held=this._chips.contains(document.activeElement);refill(this._chips,...chips.map(function(chip){let button2=element(
"button","lb-chip",chip.text);return button2.type="button",chip.text!==words.clear&&(button2.dataset.filter=""),button2.
setAttribute("aria-label",words.remove+" "+chip.text),button2.addEventListener("click",chip.off),button2})),held&&(this.
_chips.querySelector("button")||this._button).focus()}});function addPanel(map,data){joinLayers(map,data.layers),map.landbaseAsOf=
dayOf(data.asOf);let legend=addLegend(map,data.legend);map.landbaseLegend=data.legend;let update=function(){legend.update(),
map.fire("lbchanged")};addSearch(map,data.words,data.searched);let charts=chartsOf(map,data.charts,data.legend);addOverview(
map,data.overview,legend),charts&&legend.getContainer().querySelector(".lb-how").before(charts);let filters=map.landbaseFilters=
new Filters(data.words,data.legend,update).addTo(map);return map.on("overlayadd overlayremove",update),map.on("lbready",
filters.start,filters),map.on("lbday",filters.follow,filters),filters}var PIECE2=200,MOST2=1048574,XML=`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
`,SHEET="http://schemas.openxmlformats.org/spreadsheetml/2006/main",OFFICE="http://schemas.openxmlformats.org/officeDocu\
ment/2006/relationships",PACKAGE="http://schemas.openxmlformats.org/package/2006/",WIDE=[8,48],STYLES={head:1,m2:2,ha:3,
sumM2:4,sumHa:5,bold:6},FIGURES=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function letters(at){return at<26?String.
fromCharCode(65+at):letters(Math.floor(at/26)-1)+letters(at%26)}var styles=XML+`<styleSheet xmlns="${SHEET}"><numFmts co\
unt="2"><numFmt numFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts c\
ount="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count=\
"3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill pa\
tternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyle\
Xfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" \
applyFont="1" applyFill="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf num\
FmtId="164" fontId="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFon\
t="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></\
cellStyles></styleSheet>`,text=(value,style=0)=>value===""?`<c s="${style}"/>`:`<c t="inlineStr" s="${style}"><is><t xml\
:space="preserve">${escaped(value)}</t></is></c>`,number=(value,style)=>Number.isFinite(value)?`<c s="${style}"><v>${value}\
</v></c>`:"<c/>",inUnits=({mu,ha},m2)=>[m2,m2*mu.times/mu.by,m2*ha.times/ha.by];function widths(head,chosen){let found=head.
map(name=>[...name].length*2),seen=0;for(let{texts}of rowsOf(chosen))if(texts.forEach((one,at)=>{let wide=[...one].reduce(
(sum2,sign)=>sum2+(sign>"⺀"?2:1),0);found[at]=Math.max(found[at],wide)}),++seen===PIECE2)break;return found.map((wide,at)=>`\
<col min="${at+1}" max="${at+1}" customWidth="1" width="${Math.min(WIDE[1],Math.max(WIDE[0],wide+2))}"/>`).join("")}function*sheet(chosen,words,day){
let head=headOf(chosen,words,day),columns=namesOf(chosen).size,count=countOf(chosen),last=letters(head.length-1),sums=[0,
0,0];yield XML+`<worksheet xmlns="${SHEET}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" \
activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths(head,chosen)}</cols><sheetData><row>${head.
map(name=>text(name,STYLES.head)).join("")}</row>`;let piece=[];for(let{store,texts,m2}of rowsOf(chosen)){let figures=inUnits(
store.header.units,m2);m2>0&&figures.forEach((value,at)=>sums[at]+=value),piece.push("<row>",...texts.map(one=>text(one)),
...figures.map((value,at)=>number(value,STYLES[FIGURES[at][0]])),day===void 0?"":text(isoDay(day)),"</row>"),!(piece.length<
8*PIECE2)&&(yield piece.join(""),piece=[])}let total5=sums.map((sum2,at)=>`<c s="${STYLES[FIGURES[at][1]]}"><f>SUM(${letters(
columns+at)}2:${letters(columns+at)}${count+1})</f><v>${sum2}</v></c>`),label=words.total+" "+count;yield piece.join("")+
"<row>"+[...Array(columns).keys()].map(at=>text(at?"":label,STYLES.bold)).join("")+total5.join("")+`</row></sheetData><a\
utoFilter ref="A1:${last}${count+1}"/></worksheet>`}var relation=(id,type,target)=>`<Relationship Id="${id}" Type="${OFFICE}\
/${type}" Target="${target}"/>`,relations=all=>XML+`<Relationships xmlns="${PACKAGE}relationships">${all}</Relationships\
>`,TYPES=XML+`<Types xmlns="${PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlforma\
ts-package.relationships+xml"/>`+[["/xl/workbook.xml","sheet.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styl\
es.xml","styles"]].map(([name,kind])=>`<Override PartName="${name}" ContentType="application/vnd.openxmlformats-officedo\
cument.spreadsheetml.${kind}+xml"/>`).join("")+"</Types>";function*sheetParts(chosen,words,day){let name=escaped(words.sheet.
slice(0,31));yield["[Content_Types].xml",[TYPES]],yield["_rels/.rels",[relations(relation("r1","officeDocument","xl/work\
book.xml"))]],yield["xl/workbook.xml",[XML+`<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}"\
 sheetId="1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[relations(relation("r1","worksheet",
"worksheets/sheet1.xml")+relation("r2","styles","styles.xml"))]],yield["xl/styles.xml",[styles]],yield["xl/worksheets/sh\
eet1.xml",sheet(chosen,words,day)]}function bytesOf2(fields){let size=fields.reduce((sum2,[own])=>sum2+own,0),view=new DataView(new ArrayBuffer(size)),at=0;
return fields.forEach(function([own,value]){own===2?view.setUint16(at,value,!0):view.setUint32(at,value>>>0,!0),at+=own}),
new Uint8Array(view.buffer)}async function compressed(texts,rest){let stream=new CompressionStream("gzip"),writer=stream.
writable.getWriter(),all=new Response(stream.readable).arrayBuffer(),encoder=new TextEncoder;for(let text2 of texts)await writer.
write(encoder.encode(text2)),await rest();await writer.close();let bytes=new Uint8Array(await all),tail=new DataView(bytes.
buffer,bytes.length-8);return{data:bytes.subarray(10,bytes.length-8),check:tail.getUint32(0,!0),size:tail.getUint32(4,!0)}}
async function zipOf(parts,rest){let found=[],central=[],offset=0,count=0,listed=0;for(let[name,texts]of parts){let label=new TextEncoder().
encode(name),{data,check,size}=await compressed(texts,rest),about=[[2,20],[2,2048],[2,8],[2,0],[2,33],[4,check],[4,data.
length],[4,size],[2,label.length],[2,0]],head=bytesOf2([[4,67324752],...about]);found.push(head,label,data),central.push(
bytesOf2([[4,33639248],[2,20],...about,[2,0],[2,0],[2,0],[4,0],[4,offset]]),label),offset+=head.length+label.length+data.
length,listed+=46+label.length,count+=1}return[...found,...central,bytesOf2([[4,101010256],[2,0],[2,0],[2,count],[2,count],
[4,listed],[4,offset],[2,0]])]}var TURN=12,TYPES2={csv:"text/csv;charset=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml+xm\
l",xlsx:"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},TEXTS={csv:csvOf,geojson:geoJsonOf,kml:kmlOf};
function counted(chosen,count){return chosen.map(function({store,rows}){return{store:store instanceof Store?store:Store.
of(store),rows:{length:rows.length,*[Symbol.iterator](){for(let row of rows)count.rows+=1,yield row}}}})}async function write2({
format,chosen,words,day},told,stop={}){let count={rows:0},own=counted(chosen,count),until=performance.now()+TURN,rest=async function(){
if(!(performance.now()<until)){if(told(count.rows),await new Promise(done=>setTimeout(done,0)),stop.stopped)throw new Error(
"stopped");until=performance.now()+TURN}};try{if(format==="xlsx")return new Blob(await zipOf(sheetParts(own,words,day),rest),
{type:TYPES2.xlsx});let parts=[];for(let text2 of TEXTS[format](own,words,day))parts.push(new Blob([text2])),await rest();
return new Blob(parts,{type:TYPES2[format]})}catch(fault){if(stop.stopped)return null;throw fault}}var FORMATS={xlsx:"Excel",csv:"CSV",geojson:"GeoJSON",kml:"KML"},MANY2=1e5,SHOWN=400,FORBIDDEN=/[<>:"/\\|?*\u0000-\u001f]/g;
function download(name,blob){let link=element("a");link.href=URL.createObjectURL(blob),link.download=name.replace(FORBIDDEN,
"_"),document.body.appendChild(link),link.click(),link.remove(),setTimeout(()=>URL.revokeObjectURL(link.href),6e4)}var formats=()=>Object.
entries(FORMATS).filter(([format])=>format!=="xlsx"||typeof CompressionStream<"u");function plain({store,rows}){let{header,
classes,position,polygons,rings,vertices,xy,areas,columns}=store;return{rows,store:{header,classes,position,polygons,rings,
vertices,xy,areas,columns:columns.map(({name,label,words,values,texts,begins})=>({name,label,words,values,texts,begins}))}}}
function written2(job,told,stop){let here=()=>write2(job,told,stop);if(job.chosen.length===0)return here();let worker;try{
worker=new Worker(URL.createObjectURL(new Blob(['(()=>{function Y(e){if(Uint8Array.fromBase64)return Uint8Array.fromBase\
64(e);let t=atob(e),n=new Uint8Array(t.length);for(let o=0;o<n.length;o++)n[o]=t.charCodeAt(o);return n}async function H\
(e){let t=new Response(e).body.pipeThrough(new DecompressionStream("gzip"));return new Uint8Array(await new Response(t).\
arrayBuffer())}function At(e){let t=new DataView(e.buffer).getUint32(0,!0),n=JSON.parse(new TextDecoder().decode(e.subar\
ray(4,4+t))),o={},i=4+t;return n.sections.forEach(function(r){o[r[0]]=e.subarray(i,i+r[1]),i+=r[1]}),{header:n,sections:\
o,numbers:function(r,l,a){let f=o[r],c=new a(l),u=0;for(let h=0;h<l;h++){let y=0,g=0,x=0;do x=f[u++],y|=(x&127)<<g,g+=7;\
while(x&128);c[h]=y>>>0}return c}}}function X(e){let{header:t,sections:n,numbers:o}=At(e),i=function(p,m){let d=o(p,m,Ui\
nt32Array),w=new Uint32Array(m+1);for(let A=0;A<m;A++)w[A+1]=w[A]+d[A];return w},s=t.count,r=i("polygons",s),l=i("rings"\
,r[s]),a=i("vertices",l[l.length-1]),f=a[a.length-1],c=o("xy",2*f,Uint32Array),u=new Int32Array(2*f),h=1e7/t.scale,y=Mat\
h.PI/180/t.scale,g=0,x=0;for(let p=0;p<2*f;p+=2){g+=c[p]>>>1^-(c[p]&1),x+=c[p+1]>>>1^-(c[p+1]&1),u[p]=Math.round(g*h);le\
t m=Math.sin(x*y);u[p+1]=Math.round(Math.log((1+m)/(1-m))/2*180/Math.PI*1e7)}let v=new Int32Array(4*s);for(let p=0;p<s;p\
++){let m=2*a[l[r[p+1]]],d=2147483647,w=2147483647,A=-2147483648,E=-2147483648;for(let b=2*a[l[r[p]]];b<m;b+=2)u[b]<d&&(\
d=u[b]),u[b]>A&&(A=u[b]),u[b+1]<w&&(w=u[b+1]),u[b+1]>E&&(E=u[b+1]);v.set([d,w,A,E],4*p)}let V=(p,m,d)=>p.map(function(w,\
A){if(w.words)return Object.assign({},w,{values:o(m+A,d,Uint32Array)});let E=n[m+A].slice(),b=new Uint32Array(d+1);for(l\
et N=0,bt=1;N<E.length;N++)E[N]===0&&(b[bt++]=N+1);return b[d]=E.length+1,Object.assign({},w,{texts:E,begins:b})}),G=fun\
ction(p,m){let d=o(p,m,Int32Array);for(let w=0;w<m;w++)d[w]=d[w]?d[w]-1+t.due:2147483647;return d},K=t.due!==void 0,gt=f\
unction(p){let m=p.count;return{firsts:i("events",s),days:o("event_day",m,Int32Array),flags:o("event_flags",m,Uint8Array\
),states:p.states.map(d=>o("event_state"+d,m,Uint32Array)),position:p.colored?o("event_position",m,Uint8Array):null,due:\
K?G("event_due",m):null,done:n.event_done?o("event_done",m,Uint8Array):null,disposals:t.disposals===void 0?null:xt(t.dis\
posals),columns:V(p.columns,"event_column",m)}},xt=function(p){let m=o("disposal_event",p,Uint32Array);for(let d=1;d<p;d\
++)m[d]+=m[d-1];return{events:m,lasts:o("disposal_lasts",p,Uint32Array),m2:C("disposal_m2")}},C=p=>new Float64Array(n[p]\
.slice().buffer),wt=function(p){let m=o("part_row",p.length,Uint32Array);for(let d=1;d<m.length;d++)m[d]+=m[d-1];return{\
rows:m,lines:o("part_line",m.length,Uint32Array),shares:p}};return{count:s,header:t,polygons:r,rings:l,vertices:a,xy:u,b\
oxes:v,category:t.categories.length>1?o("category",s,Uint8Array):new Uint8Array(s),position:o("position",s,Uint8Array),a\
reas:C("areas"),columns:V(t.columns,"column",s),methods:t.methods.slice(1).map((p,m)=>C("areas"+(m+1))),due:K?G("due",s)\
:null,done:n.done?o("done",s,Uint8Array):null,place:t.places?o("place",s,Uint32Array):null,parts:t.places?wt(C("part_sha\
re")):null,events:t.events?gt(t.events):null}}function _(e,t){let[n,o]=Math.abs(e).toExponential().split("e"),i=Math.flo\
or(+(n+"e"+(Number(o)+t))+.5);return e<0?-i:i}function J(e,t){return(_(e,t)/10**t).toLocaleString("en-US",{minimumFracti\
onDigits:t,maximumFractionDigits:t})}var U=e=>new Date(e*864e5).toISOString().slice(0,10);function W(e){let t=e.events,n\
=e.header.events,o=new Uint32Array(n.count),i=new Uint32Array(e.count+1),s=[],r=0;for(let a=0;a<e.count;a++){i[a]=r;for(\
let f=t.firsts[a];f<t.firsts[a+1];f++)t.days[f]+=n.start,t.flags[f]&1||(o[r++]=f);r>i[a]&&s.push(a)}i[e.count]=r;let l=o\
.subarray(0,r);e.timeline={rows:Uint32Array.from(s),firsts:i,live:l,days:Int32Array.from(l,a=>t.days[a]),counted:Uint8Ar\
ray.from(l,a=>t.flags[a]&12?0:1),now:new Uint32Array(e.count),before:n.states.map(a=>e.columns[a].values.slice()),dueBef\
ore:e.due&&e.due.slice(),doneBefore:e.done&&e.done.slice(),position:n.colored?e.position.slice():null},Et(e,n.on)}functi\
on vt(e,t,n){let{before:o,dueBefore:i,doneBefore:s,position:r}=e.timeline,l=e.events;e.header.events.states.forEach(func\
tion(a,f){let c=n<0?o[f][t]:l.states[f][n];e.columns[a].values[t]=c}),e.due&&(e.due[t]=n<0?i[t]:l.due[n]),e.done&&(e.don\
e[t]=n<0?s[t]:l.done[n]),r&&(e.position[t]=n<0?r[t]:l.position[n])}function Et(e,t){let{rows:n,firsts:o,live:i,days:s,no\
w:r}=e.timeline;for(let l=0;l<n.length;l++){let a=n[l],f=o[a],c=f,u=o[a+1];for(;c<u;){let h=c+u>>>1;s[h]<=t?c=h+1:u=h}c-\
f!==r[a]&&(r[a]=c-f,vt(e,a,c>f?i[c-1]:-1))}e.day=t}var I=16,M=class e{constructor(t){Object.assign(this,t),this.shown=ne\
w Uint8Array(this.count).fill(1),this.classes=this.header.classes,this.selected=new Uint8Array(this.count),this._decoder\
=new TextDecoder,this._index(),this.events&&W(this)}static of(t){return Object.assign(Object.create(e.prototype),t,{_dec\
oder:new TextDecoder})}_index(){for(this._levels=[this.boxes];this._levels[this._levels.length-1].length>4*I;){let t=thi\
s._levels[this._levels.length-1],n=Math.ceil(t.length/4/I),o=new Int32Array(4*n);for(let i=0;i<n;i++){let s=2147483647,r\
=2147483647,l=-2147483648,a=-2147483648,f=Math.min(t.length,4*I*(i+1));for(let c=4*I*i;c<f;c+=4)t[c]<s&&(s=t[c]),t[c+1]<\
r&&(r=t[c+1]),t[c+2]>l&&(l=t[c+2]),t[c+3]>a&&(a=t[c+3]);o.set([s,r,l,a],4*i)}this._levels.push(o)}}within(t,n,o,i){let s\
=this._levels,r=new Uint32Array(1024),l=0,a=function(c,u,h){let y=s[c];for(let g=u;g<h;g++){let x=4*g;if(!(y[x]>o||y[x+1\
]>i)&&!(y[x+2]<t||y[x+3]<n)){if(c>0){let v=Math.min(s[c-1].length/4,(g+1)*I);a(c-1,g*I,v);continue}if(l===r.length){let \
v=new Uint32Array(4*l);v.set(r),r=v}r[l++]=g}}},f=s.length-1;return a(f,0,s[f].length/4),r.slice(0,l)}contains(t,n,o){le\
t i=!1;for(let s=this.polygons[t];s<this.polygons[t+1];s++)for(let r=this.rings[s];r<this.rings[s+1];r++){let l=2*this.v\
ertices[r+1],a=l-2;for(let f=2*this.vertices[r];f<l;a=f,f+=2){let c=this.xy[f],u=this.xy[f+1],h=this.xy[a],y=this.xy[a+1\
];u>o!=y>o&&n<(h-c)*(o-u)/(y-u)+c&&(i=!i)}}return i}at(t,n,o,i){let s=o/2+i,r=this.boxes,l=-1,a=-1;for(let f of this.wit\
hin(t-s,n-s,t+s,n+s)){if(!this.shown[f])continue;let c=4*f,u=Math.max(r[c+2]-r[c],r[c+3]-r[c+1])<o;if(u){if(Math.max(Mat\
h.abs(t-(r[c]+r[c+2])/2),Math.abs(n-(r[c+1]+r[c+3])/2))>s)continue}else if(!this.contains(f,t,n))continue;let h=u?256:th\
is.position[f];h>=a&&([l,a]=[f,h])}return l}text(t,n){return this.textOf(this.columns[t],n)}textOf(t,n){return t.words?t\
.words[t.values[n]]:this._decoder.decode(t.texts.subarray(t.begins[n],t.begins[n+1]-1))}static lonLat(t,n){let o=n/1e7*(\
Math.PI/180);return[t/1e7,(2*Math.atan(Math.exp(o))-Math.PI/2)*(180/Math.PI)]}static units(t){let n=Math.sin(t.lat*Math.\
PI/180),o=Math.log((1+n)/(1-n))/2*(180/Math.PI);return[Math.round(t.lng*1e7),Math.round(o*1e7)]}latLngs(t){let n=[];for(\
let o=this.polygons[t];o<this.polygons[t+1];o++){let i=[];for(let s=this.rings[o];s<this.rings[o+1];s++){let r=[];for(le\
t l=this.vertices[s];l<this.vertices[s+1];l++){let[a,f]=e.lonLat(this.xy[2*l],this.xy[2*l+1]);r.push([f,a])}i.push(r)}n.\
push(i)}return n}area(t,n,o=this.areas){let i=this.header.units[n],s=o[t]*i.times/i.by;return Number.isFinite(s)?J(s,i.d\
ecimals):"—"}};var q=1e6,Q=/^(0\\d+|\\d{16,})$/,Ot=200,tt=e=>e.reduce((t,{rows:n})=>t+n.length,0);function F(e,t,n){if(!Nu\
mber.isFinite(e))return"";let o=t?e*t.times/t.by:e;return(_(o,n)/10**n).toFixed(n)}function k(e){let t=new Map;return e.\
forEach(({store:n})=>n.columns.forEach(o=>t.set(o.name,o.label))),t}function j(e,t,n){let o=[...k(e).values(),t.m2,t.mu,\
t.ha];return n===void 0?o:[...o,t.day]}function*D(e){let t=[...k(e).keys()];for(let{store:n,rows:o}of e){let i=t.map(s=>\
n.columns.findIndex(r=>r.name===s));for(let s of o)yield{store:n,row:s,texts:i.map(r=>r<0?"":n.text(r,s)),m2:n.areas[s]}\
}}function*Mt(e,t,n){yield j(e,t,n);for(let{store:o,texts:i,m2:s}of D(e)){let{mu:r,ha:l}=o.header.units;i.push(F(s,null,\
2),F(s,r,r.decimals),F(s,l,l.decimals)),n!==void 0&&i.push(U(n)),yield i}}function Ut(e){return/^[-+]?[\\d,]+(\\.\\d+)?%?$/\
.test(e)&&!Q.test(e)?e:Q.test(e)?"	"+e:/^[\\s\\u0000-\\u001f]*[=+\\-@＝＋－＠|]/.test(e)||/^[\\t\\r\\n]/.test(e)?"\'"+e:e}function I\
t(e){let t=Ut(e);return/[",\\r\\n\\t;]/.test(t)||t!==t.trim()?\'"\'+t.replace(/"/g,\'""\')+\'"\':t}function*P(e,t,n=""){let o=[],\
i=!0;for(let s of e)o.push(t(s)),!(o.length<Ot)&&(yield(i?"":n)+o.join(n),[o,i]=[[],!1]);o.length&&(yield(i?"":n)+o.join\
(n))}var Dt=e=>e.map(It).join(",")+`\\r\n`;function*et(e,t,n){yield"\\uFEFF",yield*P(Mt(e,t,n),Dt)}var Ft=e=>Math.round(e*q\
)/q;function kt(e,t){let n=[];for(let o=e.vertices[t];o<e.vertices[t+1];o++)n.push(M.lonLat(e.xy[2*o],e.xy[2*o+1]).map(F\
t));return[...n,n[0]]}function nt(e,t){let n=[];for(let o=e.polygons[t];o<e.polygons[t+1];o++){let i=[];for(let s=e.ring\
s[o];s<e.rings[o+1];s++)i.push(kt(e,s));n.push(i)}return n}function Tt(e,t){let n=nt(e,t);return n.length?n.length===1?{\
type:"Polygon",coordinates:n[0]}:{type:"MultiPolygon",coordinates:n}:null}function*ot(e,t,n){let o=function({store:s,row\
:r}){let l={};return s.columns.forEach((a,f)=>l[a.name]=s.text(f,r)||null),l.area_m2=Number.isFinite(s.areas[r])?s.areas\
[r]:null,n!==void 0&&(l.as_of=U(n)),JSON.stringify({type:"Feature",properties:l,geometry:Tt(s,r)})};yield JSON.stringify\
({type:"FeatureCollection",note:t.note,crs:{type:"name",properties:{name:"urn:ogc:def:crs:EPSG::4490"}}}).slice(0,-1)+\',\
"features":[\',yield*P(D(e),o,","),yield"]}"}var St={"&":"&amp;","<":"&lt;",">":"&gt;",\'"\':"&quot;"},O=e=>e.replace(/[\\u0\
000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(^|[^\\ud800-\\udbff])[\\udc00-\\udfff]/\
g,"$1").replace(/[&<>"]/g,t=>St[t]);function Z(e,t){let[,n,o,i]=/^#(..)(..)(..)/.exec(e)||[0,"80","80","80"];return(t+i+\
o+n).toLowerCase()}function Ct(e,t){let n=i=>"<LinearRing><coordinates>"+i.map(s=>s.join(",")).join(" ")+"</coordinates>\
</LinearRing>",o=nt(e,t).map(([i,...s])=>"<Polygon><outerBoundaryIs>"+n(i)+"</outerBoundaryIs>"+s.map(r=>"<innerBoundary\
Is>"+n(r)+"</innerBoundaryIs>").join("")+"</Polygon>");return o.length>1?"<MultiGeometry>"+o.join("")+"</MultiGeometry>"\
:o.join("")}function*st(e,t,n){let o=new Map,i=[...k(e).entries()],s=function({color:r,edge:l}){let a=r+l;return o.has(a\
)||o.set(a,"s"+o.size),o.get(a)};e.forEach(({store:r})=>r.classes.forEach(s)),yield`<?xml version="1.0" encoding="UTF-8"\
?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>`+O(t.file)+"</name><description>"+O(t.note)+`</descripti\
on>\n`;for(let[r,l]of o){let[,a,f]=/^(#......)(#......)$/.exec(r)||[0,"#808080","#404040"];yield\'<Style id="\'+l+\'"><LineS\
tyle><color>\'+Z(f,"ff")+"</color><width>1.5</width></LineStyle><PolyStyle><color>"+Z(a,"b3")+`</color></PolyStyle></Styl\
e>\n`}yield*P(D(e),function({store:r,row:l,texts:a,m2:f}){let c=i.map(([,u],h)=>[u,a[h]]);return c.push([t.m2,F(f,null,2)\
],[t.mu,F(f,r.header.units.mu,2)]),n!==void 0&&c.push([t.day,U(n)]),"<Placemark><name>"+O(a[0]||"")+"</name><styleUrl>#"\
+s(r.classes[r.position[l]])+"</styleUrl><ExtendedData>"+c.map(([u,h])=>\'<Data name="\'+O(u)+\'"><value>\'+O(h)+"</value></\
Data>").join("")+"</ExtendedData>"+Ct(r,l)+`</Placemark>\n`}),yield`</Document></kml>\n`}var lt=200;var S=`<?xml version="\
1.0" encoding="UTF-8" standalone="yes"?>\n`,B="http://schemas.openxmlformats.org/spreadsheetml/2006/main",ct="http://sche\
mas.openxmlformats.org/officeDocument/2006/relationships",ft="http://schemas.openxmlformats.org/package/2006/",rt=[8,48]\
,$={head:1,m2:2,ha:3,sumM2:4,sumHa:5,bold:6},it=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function T(e){return e<26\
?String.fromCharCode(65+e):T(Math.floor(e/26)-1)+T(e%26)}var Nt=S+`<styleSheet xmlns="${B}"><numFmts count="2"><numFmt n\
umFmtId="164" formatCode="#,##0.00"/><numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><s\
z val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patter\
nFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"\
><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf\
/></cellStyleXfs><cellXfs count="7"><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" app\
lyFill="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" fontI\
d="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId\
="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styl\
eSheet>`,L=(e,t=0)=>e===""?`<c s="${t}"/>`:`<c t="inlineStr" s="${t}"><is><t xml:space="preserve">${O(e)}</t></is></c>`,\
$t=(e,t)=>Number.isFinite(e)?`<c s="${t}"><v>${e}</v></c>`:"<c/>",Lt=({mu:e,ha:t},n)=>[n,n*e.times/e.by,n*t.times/t.by];\
function _t(e,t){let n=e.map(i=>[...i].length*2),o=0;for(let{texts:i}of D(t))if(i.forEach((s,r)=>{let l=[...s].reduce((a\
,f)=>a+(f>"⺀"?2:1),0);n[r]=Math.max(n[r],l)}),++o===lt)break;return n.map((i,s)=>`<col min="${s+1}" max="${s+1}" customW\
idth="1" width="${Math.min(rt[1],Math.max(rt[0],i+2))}"/>`).join("")}function*jt(e,t,n){let o=j(e,t,n),i=k(e).size,s=tt(\
e),r=T(o.length-1),l=[0,0,0];yield S+`<worksheet xmlns="${B}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"\
 topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${_t(o,e)}</cols><sheetData><ro\
w>${o.map(u=>L(u,$.head)).join("")}</row>`;let a=[];for(let{store:u,texts:h,m2:y}of D(e)){let g=Lt(u.header.units,y);y>0\
&&g.forEach((x,v)=>l[v]+=x),a.push("<row>",...h.map(x=>L(x)),...g.map((x,v)=>$t(x,$[it[v][0]])),n===void 0?"":L(U(n)),"<\
/row>"),!(a.length<8*lt)&&(yield a.join(""),a=[])}let f=l.map((u,h)=>`<c s="${$[it[h][1]]}"><f>SUM(${T(i+h)}2:${T(i+h)}$\
{s+1})</f><v>${u}</v></c>`),c=t.total+" "+s;yield a.join("")+"<row>"+[...Array(i).keys()].map(u=>L(u?"":c,$.bold)).join(\
"")+f.join("")+`</row></sheetData><autoFilter ref="A1:${r}${s+1}"/></worksheet>`}var R=(e,t,n)=>`<Relationship Id="${e}"\
 Type="${ct}/${t}" Target="${n}"/>`,at=e=>S+`<Relationships xmlns="${ft}relationships">${e}</Relationships>`,Pt=S+`<Type\
s xmlns="${ft}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships\
+xml"/>`+[["/xl/workbook.xml","sheet.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styles.xml","styles"]].map((\
[e,t])=>`<Override PartName="${e}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${t}+xml"/>`\
).join("")+"</Types>";function*ut(e,t,n){let o=O(t.sheet.slice(0,31));yield["[Content_Types].xml",[Pt]],yield["_rels/.re\
ls",[at(R("r1","officeDocument","xl/workbook.xml"))]],yield["xl/workbook.xml",[S+`<workbook xmlns="${B}" xmlns:r="${ct}"\
><sheets><sheet name="${o}" sheetId="1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[at(R("r1"\
,"worksheet","worksheets/sheet1.xml")+R("r2","styles","styles.xml"))]],yield["xl/styles.xml",[Nt]],yield["xl/worksheets/\
sheet1.xml",jt(e,t,n)]}function z(e){let t=e.reduce((i,[s])=>i+s,0),n=new DataView(new ArrayBuffer(t)),o=0;return e.forE\
ach(function([i,s]){i===2?n.setUint16(o,s,!0):n.setUint32(o,s>>>0,!0),o+=i}),new Uint8Array(n.buffer)}async function Rt(\
e,t){let n=new CompressionStream("gzip"),o=n.writable.getWriter(),i=new Response(n.readable).arrayBuffer(),s=new TextEnc\
oder;for(let a of e)await o.write(s.encode(a)),await t();await o.close();let r=new Uint8Array(await i),l=new DataView(r.\
buffer,r.length-8);return{data:r.subarray(10,r.length-8),check:l.getUint32(0,!0),size:l.getUint32(4,!0)}}async function \
pt(e,t){let n=[],o=[],i=0,s=0,r=0;for(let[l,a]of e){let f=new TextEncoder().encode(l),{data:c,check:u,size:h}=await Rt(a\
,t),y=[[2,20],[2,2048],[2,8],[2,0],[2,33],[4,u],[4,c.length],[4,h],[2,f.length],[2,0]],g=z([[4,67324752],...y]);n.push(g\
,f,c),o.push(z([[4,33639248],[2,20],...y,[2,0],[2,0],[2,0],[4,0],[4,i]]),f),i+=g.length+f.length+c.length,r+=46+f.length\
,s+=1}return[...n,...o,z([[4,101010256],[2,0],[2,0],[2,s],[2,s],[4,r],[4,i],[2,0]])]}var mt=12,ht={csv:"text/csv;charset\
=utf-8",geojson:"application/geo+json",kml:"application/vnd.google-earth.kml+xml",xlsx:"application/vnd.openxmlformats-o\
fficedocument.spreadsheetml.sheet"},Bt={csv:et,geojson:ot,kml:st};function zt(e,t){return e.map(function({store:n,rows:o\
}){return{store:n instanceof M?n:M.of(n),rows:{length:o.length,*[Symbol.iterator](){for(let s of o)t.rows+=1,yield s}}}}\
)}async function dt({format:e,chosen:t,words:n,day:o},i,s={}){let r={rows:0},l=zt(t,r),a=performance.now()+mt,f=async fu\
nction(){if(!(performance.now()<a)){if(i(r.rows),await new Promise(c=>setTimeout(c,0)),s.stopped)throw new Error("stoppe\
d");a=performance.now()+mt}};try{if(e==="xlsx")return new Blob(await pt(ut(l,n,o),f),{type:ht.xlsx});let c=[];for(let u \
of Bt[e](l,n,o))c.push(new Blob([u])),await f();return new Blob(c,{type:ht[e]})}catch(c){if(s.stopped)return null;throw \
c}}function yt(e,t=new Set){return ArrayBuffer.isView(e)?t.add(e.buffer):e&&typeof e=="object"&&Object.values(e).forEach\
(n=>yt(n,t)),t}self.onmessage=function({data:e}){let t=n=>self.postMessage({error:String(n)});typeof e=="string"?H(Y(e))\
.then(X).then(n=>self.postMessage({data:n},[...yt(n)]),t):dt(e,n=>self.postMessage({rows:n})).then(n=>self.postMessage({\
blob:n}),t)};})();\n'],{type:"text/javascript"})))}catch{return here()}return new Promise(function(resolve,reject){let end=function(settle,value){
worker.terminate(),settle(value)},fallen=()=>end(resolve,here());stop.stop=()=>end(resolve,null),worker.onerror=function(event){
event.preventDefault(),fallen()},worker.onmessage=function({data}){data.error?fallen():data.blob?end(resolve,data.blob):
told(data.rows)};try{worker.postMessage(Object.assign({},job,{chosen:job.chosen.map(plain)}))}catch(refused){end(reject,
refused)}})}function boxOf(map,words,stop){let box=element("div","lb-message lb-progress"),said2=box.appendChild(element(
"p")),line=box.appendChild(element("progress")),buttons=box.appendChild(element("div","lb-measure-buttons"));box.setAttribute(
"role","alertdialog"),box.setAttribute("aria-label",words.exporting),line.max=1,line.setAttribute("aria-label",words.exporting),
L.DomEvent.disableClickPropagation(box);let show=()=>map.getContainer().appendChild(box);return{show,close:()=>box.remove(),
tell:function(rows,count){let done=Math.min(rows,count);line.value=done/count,said2.textContent=words.exported.replace("\
{n}",done.toLocaleString("en-US")).replace("{all}",count.toLocaleString("en-US"))},cancel:buttons.appendChild(buttonOf(words.
cancel,"lb-plain",()=>stop())),ask:count=>new Promise(function(resolve){line.hidden=!0,said2.textContent=words.many.replace(
"{n}",count.toLocaleString("en-US"));let go=buttons.insertBefore(buttonOf(words.goOn,"lb-plain",()=>resolve(!0)),buttons.
firstChild);box.landbaseAnswer=resolve,show(),go.focus()}).then(function(yes){return line.hidden=!1,buttons.firstChild.remove(),
yes}),answer:yes=>box.landbaseAnswer&&box.landbaseAnswer(yes)}}async function saveAs(map,format,chosen,words,day){let stop={
stopped:!1,stop:null},count=countOf(chosen),box=boxOf(map,words,function(){stop.stopped=!0,box.answer(!1),stop.stop&&stop.
stop()});if(format==="xlsx"&&count>MOST2)return notice(map,words.tooMany);if(count>MANY2&&!await box.ask(count))return box.
close();box.tell(0,count);let timer2=setTimeout(box.show,SHOWN);try{let blob=await written2({format,chosen,words,day},rows=>box.
tell(rows,count),stop);blob&&download(words.file+(day===void 0?"":"_"+isoDay(day))+"."+format,blob)}catch(fault){notice(
map,words.unsaved+" ("+fault.message+")")}return clearTimeout(timer2),box.close()}async function copyText(text2){try{return await navigator.
clipboard.writeText(text2),!0}catch{let area=document.body.appendChild(element("textarea","lb-aside"));area.value=text2,
area.select();let done=document.execCommand("copy");return area.remove(),done}}var LEAST_CARD2=90,EDGES=60,CORRECTED=1,CORRECTION=2,BIRTH=4,HEAD=["disposal_type","status"],PLAIN=["area_m2","document",
"by"];function areasOf(store,row){let box=element("dl","lb-methods");return store.header.methods.forEach(function(label,method){
let areas=method?store.methods[method-1]:store.areas;box.appendChild(element("dt","",label)),["mu","ha"].forEach(function(unit){
let text2=store.area(row,unit,areas),node=box.appendChild(element("dd","",text2));text2!=="—"&&node.appendChild(element(
"span","",withUnit("",store.header.units[unit].label)))})}),box}var tag=(className,text2)=>element("span","lb-tag "+className,
text2);function textsOf2(store,event){let found=new Map;return store.events.columns.forEach(function(column){let text2=store.
textOf(column,event);text2&&found.set(column.name,{label:column.label,text:text2})}),found}function eventOf(store,event,words){
let flags2=store.events.flags[event],line=element("li","lb-event"),later=store.events.days[event]>store.day;flags2&CORRECTED?
line.classList.add("lb-corrected"):later&&line.classList.add("lb-not-yet");let texts=textsOf2(store,event),take=function(name){
let found=texts.get(name);return texts.delete(name),found?found.text:""},head=line.appendChild(element("div","lb-event-h\
ead"));if(store.header.events.dated){let iso=isoDay(store.events.days[event]),time=head.appendChild(element("time","",iso));
time.dateTime=iso}HEAD.map(take).forEach((text2,n)=>text2&&head.appendChild(element(n?"span":"b","lb-said",text2))),flags2&
CORRECTED&&head.appendChild(tag("lb-tag-off",words.corrected)),flags2&CORRECTION&&head.appendChild(tag("",words.correction)),
later&&!(flags2&CORRECTED)&&head.appendChild(tag("lb-tag-later",words.later));let mu=store.header.units.mu.label,plain2=PLAIN.
map(name=>[name,take(name)]).filter(part=>part[1]).map(([name,text2])=>name==="area_m2"?withUnit(text2,mu):text2);plain2.
length&&line.appendChild(element("div","lb-event-line",plain2.join(" · ")));let reason=take("reason");return reason&&line.
appendChild(element("div","lb-event-line",reason)),texts.forEach(function({label,text:text2}){let more=line.appendChild(
element("div","lb-event-line"));more.appendChild(element("span","lb-card-label",label+" ")),more.appendChild(element("sp\
an","",text2))}),line}function timelineOf(store,row,words){let box=element("section","lb-decisions"),shown=[];for(let event=store.
events.firsts[row+1]-1;event>=store.events.firsts[row];event--)store.events.flags[event]&BIRTH||shown.push(event);let title=words.
decisions+(shown.length?" ("+shown.length+")":"");if(box.appendChild(element("h2","lb-panel-title",title)),!shown.length)
return box.appendChild(element("p","lb-none",words.undecided)),box;let list=box.appendChild(element("ol","lb-events"));return list.
tabIndex=0,list.setAttribute("aria-label",words.decisions),shown.forEach(event=>list.appendChild(eventOf(store,event,words))),
box}function pointsButton(store,row,words){let button2=buttonOf(words.pointsCopy,"lb-small lb-choose",async function(){let done=await copyText(
pointsText(store,row,Object.assign({},words,{points:words.points.split("|")})));button2.textContent=done?words.copied:words.
copyFailed,setTimeout(()=>button2.textContent=words.pointsCopy,2e3)});return button2}function recordCard({store,options},row){
let card=storeCard(store,options,row,options.card);return store.header.methods.length&&card.querySelector(".lb-card-area").
replaceWith(areasOf(store,row)),store.events&&card.appendChild(timelineOf(store,row,options.words)),card}function parcelCard(map,layer,row,latLng){
let{store,options}=layer,card=recordCard(layer,row);options.words.pointsCopy&&store.polygons[row]<store.polygons[row+1]&&
card.appendChild(pointsButton(store,row,options.words));let choose=map.landbaseSelection&&map.landbaseSelection.button(layer,
row);return choose&&card.appendChild(choose),map.landbaseNotepad&&latLng&&card.appendChild(map.landbaseNotepad.forCard(layer,
row,latLng)),card}function cardOpened(map,layer,row,popup){map.landbaseCard={layer,row,popup},!map.landbaseCards&&(map.landbaseCards=
!0,map.on("lbchanged overlayremove",function(){let{layer:of,row:at,popup:shown}=map.landbaseCard;shown.isOpen()&&!(map.hasLayer(
of)&&of.store.shown[at])&&map.closePopup(shown)}),map.on("lbday",function(){let{layer:of,row:at,popup:shown}=map.landbaseCard;
shown.isOpen()&&(shown.options.autoPan=!1,shown.setContent(parcelCard(map,of,at,shown.getLatLng())))}))}function cardOf(what){
let card=element("div","lb-card"),head=card.appendChild(element("div","lb-card-head")),swatch=head.appendChild(element("\
span","lb-swatch"));swatch.style.background=what.color,swatch.style.borderColor=what.edge,head.appendChild(element("span",
"lb-card-title",what.title));let list=card.appendChild(element("dl","lb-fields"));what.fields.forEach(function(field){list.
appendChild(element("dt","",field[0])),list.appendChild(element("dd",field[1]?"":"lb-none",field[1]||"—"))});let area=card.
appendChild(element("div","lb-card-area"));return area.appendChild(element("span","lb-card-label",what.areaLabel)),area.
appendChild(element("b","",what.areas[0])),area.appendChild(element("span","",what.areas[1])),card}function storeCard(store,options,row,fields){
let entry=store.classes[store.position[row]],units=store.header.units;return cardOf({color:entry.color,edge:entry.edge,title:store.
columns.length&&store.text(0,row)||options.untitled,fields:fields.map(n=>[store.columns[n].label,store.text(n,row)]),areaLabel:options.
areaLabel,areas:["mu","ha"].map(unit=>withUnit(store.area(row,unit),units[unit].label))})}function openCard(map,layer,row,latLng){
let options=layer.options,size=map.getSize(),below=footOf(map),popup=L.popup({className:"lb-popup",minWidth:Math.min(260,
size.x-80),maxWidth:Math.min(360,size.x-60),maxHeight:Math.max(LEAST_CARD2,size.y-48-below-EDGES),autoPanPaddingTopLeft:[
24,48],autoPanPaddingBottomRight:[rightOf(map),below]});popup.setLatLng(latLng).setContent(parcelCard(map,layer,row,L.latLng(
latLng))),popup.openOn(map),cardOpened(map,layer,row,popup);let button2=popup.getElement().querySelector(".leaflet-popup\
-close-button");if(!button2)return;button2.setAttribute("aria-label",options.closeLabel);let held=document.activeElement===
button2;popup.getElement().prepend(button2),held&&button2.focus()}var decodeHere=text2=>unzip(bytesOf(text2)).then(unpack);function decodeAside(text2){let worker;try{worker=new Worker(URL.
createObjectURL(new Blob(['(()=>{function Y(e){if(Uint8Array.fromBase64)return Uint8Array.fromBase64(e);let t=atob(e),n=\
new Uint8Array(t.length);for(let o=0;o<n.length;o++)n[o]=t.charCodeAt(o);return n}async function H(e){let t=new Response\
(e).body.pipeThrough(new DecompressionStream("gzip"));return new Uint8Array(await new Response(t).arrayBuffer())}functio\
n At(e){let t=new DataView(e.buffer).getUint32(0,!0),n=JSON.parse(new TextDecoder().decode(e.subarray(4,4+t))),o={},i=4+\
t;return n.sections.forEach(function(r){o[r[0]]=e.subarray(i,i+r[1]),i+=r[1]}),{header:n,sections:o,numbers:function(r,l\
,a){let f=o[r],c=new a(l),u=0;for(let h=0;h<l;h++){let y=0,g=0,x=0;do x=f[u++],y|=(x&127)<<g,g+=7;while(x&128);c[h]=y>>>\
0}return c}}}function X(e){let{header:t,sections:n,numbers:o}=At(e),i=function(p,m){let d=o(p,m,Uint32Array),w=new Uint3\
2Array(m+1);for(let A=0;A<m;A++)w[A+1]=w[A]+d[A];return w},s=t.count,r=i("polygons",s),l=i("rings",r[s]),a=i("vertices",\
l[l.length-1]),f=a[a.length-1],c=o("xy",2*f,Uint32Array),u=new Int32Array(2*f),h=1e7/t.scale,y=Math.PI/180/t.scale,g=0,x\
=0;for(let p=0;p<2*f;p+=2){g+=c[p]>>>1^-(c[p]&1),x+=c[p+1]>>>1^-(c[p+1]&1),u[p]=Math.round(g*h);let m=Math.sin(x*y);u[p+\
1]=Math.round(Math.log((1+m)/(1-m))/2*180/Math.PI*1e7)}let v=new Int32Array(4*s);for(let p=0;p<s;p++){let m=2*a[l[r[p+1]\
]],d=2147483647,w=2147483647,A=-2147483648,E=-2147483648;for(let b=2*a[l[r[p]]];b<m;b+=2)u[b]<d&&(d=u[b]),u[b]>A&&(A=u[b\
]),u[b+1]<w&&(w=u[b+1]),u[b+1]>E&&(E=u[b+1]);v.set([d,w,A,E],4*p)}let V=(p,m,d)=>p.map(function(w,A){if(w.words)return O\
bject.assign({},w,{values:o(m+A,d,Uint32Array)});let E=n[m+A].slice(),b=new Uint32Array(d+1);for(let N=0,bt=1;N<E.length\
;N++)E[N]===0&&(b[bt++]=N+1);return b[d]=E.length+1,Object.assign({},w,{texts:E,begins:b})}),G=function(p,m){let d=o(p,m\
,Int32Array);for(let w=0;w<m;w++)d[w]=d[w]?d[w]-1+t.due:2147483647;return d},K=t.due!==void 0,gt=function(p){let m=p.cou\
nt;return{firsts:i("events",s),days:o("event_day",m,Int32Array),flags:o("event_flags",m,Uint8Array),states:p.states.map(\
d=>o("event_state"+d,m,Uint32Array)),position:p.colored?o("event_position",m,Uint8Array):null,due:K?G("event_due",m):nul\
l,done:n.event_done?o("event_done",m,Uint8Array):null,disposals:t.disposals===void 0?null:xt(t.disposals),columns:V(p.co\
lumns,"event_column",m)}},xt=function(p){let m=o("disposal_event",p,Uint32Array);for(let d=1;d<p;d++)m[d]+=m[d-1];return\
{events:m,lasts:o("disposal_lasts",p,Uint32Array),m2:C("disposal_m2")}},C=p=>new Float64Array(n[p].slice().buffer),wt=fu\
nction(p){let m=o("part_row",p.length,Uint32Array);for(let d=1;d<m.length;d++)m[d]+=m[d-1];return{rows:m,lines:o("part_l\
ine",m.length,Uint32Array),shares:p}};return{count:s,header:t,polygons:r,rings:l,vertices:a,xy:u,boxes:v,category:t.cate\
gories.length>1?o("category",s,Uint8Array):new Uint8Array(s),position:o("position",s,Uint8Array),areas:C("areas"),column\
s:V(t.columns,"column",s),methods:t.methods.slice(1).map((p,m)=>C("areas"+(m+1))),due:K?G("due",s):null,done:n.done?o("d\
one",s,Uint8Array):null,place:t.places?o("place",s,Uint32Array):null,parts:t.places?wt(C("part_share")):null,events:t.ev\
ents?gt(t.events):null}}function _(e,t){let[n,o]=Math.abs(e).toExponential().split("e"),i=Math.floor(+(n+"e"+(Number(o)+\
t))+.5);return e<0?-i:i}function J(e,t){return(_(e,t)/10**t).toLocaleString("en-US",{minimumFractionDigits:t,maximumFrac\
tionDigits:t})}var U=e=>new Date(e*864e5).toISOString().slice(0,10);function W(e){let t=e.events,n=e.header.events,o=new\
 Uint32Array(n.count),i=new Uint32Array(e.count+1),s=[],r=0;for(let a=0;a<e.count;a++){i[a]=r;for(let f=t.firsts[a];f<t.\
firsts[a+1];f++)t.days[f]+=n.start,t.flags[f]&1||(o[r++]=f);r>i[a]&&s.push(a)}i[e.count]=r;let l=o.subarray(0,r);e.timel\
ine={rows:Uint32Array.from(s),firsts:i,live:l,days:Int32Array.from(l,a=>t.days[a]),counted:Uint8Array.from(l,a=>t.flags[\
a]&12?0:1),now:new Uint32Array(e.count),before:n.states.map(a=>e.columns[a].values.slice()),dueBefore:e.due&&e.due.slice\
(),doneBefore:e.done&&e.done.slice(),position:n.colored?e.position.slice():null},Et(e,n.on)}function vt(e,t,n){let{befor\
e:o,dueBefore:i,doneBefore:s,position:r}=e.timeline,l=e.events;e.header.events.states.forEach(function(a,f){let c=n<0?o[\
f][t]:l.states[f][n];e.columns[a].values[t]=c}),e.due&&(e.due[t]=n<0?i[t]:l.due[n]),e.done&&(e.done[t]=n<0?s[t]:l.done[n\
]),r&&(e.position[t]=n<0?r[t]:l.position[n])}function Et(e,t){let{rows:n,firsts:o,live:i,days:s,now:r}=e.timeline;for(le\
t l=0;l<n.length;l++){let a=n[l],f=o[a],c=f,u=o[a+1];for(;c<u;){let h=c+u>>>1;s[h]<=t?c=h+1:u=h}c-f!==r[a]&&(r[a]=c-f,vt\
(e,a,c>f?i[c-1]:-1))}e.day=t}var I=16,M=class e{constructor(t){Object.assign(this,t),this.shown=new Uint8Array(this.coun\
t).fill(1),this.classes=this.header.classes,this.selected=new Uint8Array(this.count),this._decoder=new TextDecoder,this.\
_index(),this.events&&W(this)}static of(t){return Object.assign(Object.create(e.prototype),t,{_decoder:new TextDecoder})\
}_index(){for(this._levels=[this.boxes];this._levels[this._levels.length-1].length>4*I;){let t=this._levels[this._levels\
.length-1],n=Math.ceil(t.length/4/I),o=new Int32Array(4*n);for(let i=0;i<n;i++){let s=2147483647,r=2147483647,l=-2147483\
648,a=-2147483648,f=Math.min(t.length,4*I*(i+1));for(let c=4*I*i;c<f;c+=4)t[c]<s&&(s=t[c]),t[c+1]<r&&(r=t[c+1]),t[c+2]>l\
&&(l=t[c+2]),t[c+3]>a&&(a=t[c+3]);o.set([s,r,l,a],4*i)}this._levels.push(o)}}within(t,n,o,i){let s=this._levels,r=new Ui\
nt32Array(1024),l=0,a=function(c,u,h){let y=s[c];for(let g=u;g<h;g++){let x=4*g;if(!(y[x]>o||y[x+1]>i)&&!(y[x+2]<t||y[x+\
3]<n)){if(c>0){let v=Math.min(s[c-1].length/4,(g+1)*I);a(c-1,g*I,v);continue}if(l===r.length){let v=new Uint32Array(4*l)\
;v.set(r),r=v}r[l++]=g}}},f=s.length-1;return a(f,0,s[f].length/4),r.slice(0,l)}contains(t,n,o){let i=!1;for(let s=this.\
polygons[t];s<this.polygons[t+1];s++)for(let r=this.rings[s];r<this.rings[s+1];r++){let l=2*this.vertices[r+1],a=l-2;for\
(let f=2*this.vertices[r];f<l;a=f,f+=2){let c=this.xy[f],u=this.xy[f+1],h=this.xy[a],y=this.xy[a+1];u>o!=y>o&&n<(h-c)*(o\
-u)/(y-u)+c&&(i=!i)}}return i}at(t,n,o,i){let s=o/2+i,r=this.boxes,l=-1,a=-1;for(let f of this.within(t-s,n-s,t+s,n+s)){\
if(!this.shown[f])continue;let c=4*f,u=Math.max(r[c+2]-r[c],r[c+3]-r[c+1])<o;if(u){if(Math.max(Math.abs(t-(r[c]+r[c+2])/\
2),Math.abs(n-(r[c+1]+r[c+3])/2))>s)continue}else if(!this.contains(f,t,n))continue;let h=u?256:this.position[f];h>=a&&(\
[l,a]=[f,h])}return l}text(t,n){return this.textOf(this.columns[t],n)}textOf(t,n){return t.words?t.words[t.values[n]]:th\
is._decoder.decode(t.texts.subarray(t.begins[n],t.begins[n+1]-1))}static lonLat(t,n){let o=n/1e7*(Math.PI/180);return[t/\
1e7,(2*Math.atan(Math.exp(o))-Math.PI/2)*(180/Math.PI)]}static units(t){let n=Math.sin(t.lat*Math.PI/180),o=Math.log((1+\
n)/(1-n))/2*(180/Math.PI);return[Math.round(t.lng*1e7),Math.round(o*1e7)]}latLngs(t){let n=[];for(let o=this.polygons[t]\
;o<this.polygons[t+1];o++){let i=[];for(let s=this.rings[o];s<this.rings[o+1];s++){let r=[];for(let l=this.vertices[s];l\
<this.vertices[s+1];l++){let[a,f]=e.lonLat(this.xy[2*l],this.xy[2*l+1]);r.push([f,a])}i.push(r)}n.push(i)}return n}area(\
t,n,o=this.areas){let i=this.header.units[n],s=o[t]*i.times/i.by;return Number.isFinite(s)?J(s,i.decimals):"—"}};var q=1\
e6,Q=/^(0\\d+|\\d{16,})$/,Ot=200,tt=e=>e.reduce((t,{rows:n})=>t+n.length,0);function F(e,t,n){if(!Number.isFinite(e))retur\
n"";let o=t?e*t.times/t.by:e;return(_(o,n)/10**n).toFixed(n)}function k(e){let t=new Map;return e.forEach(({store:n})=>n\
.columns.forEach(o=>t.set(o.name,o.label))),t}function j(e,t,n){let o=[...k(e).values(),t.m2,t.mu,t.ha];return n===void \
0?o:[...o,t.day]}function*D(e){let t=[...k(e).keys()];for(let{store:n,rows:o}of e){let i=t.map(s=>n.columns.findIndex(r=\
>r.name===s));for(let s of o)yield{store:n,row:s,texts:i.map(r=>r<0?"":n.text(r,s)),m2:n.areas[s]}}}function*Mt(e,t,n){y\
ield j(e,t,n);for(let{store:o,texts:i,m2:s}of D(e)){let{mu:r,ha:l}=o.header.units;i.push(F(s,null,2),F(s,r,r.decimals),F\
(s,l,l.decimals)),n!==void 0&&i.push(U(n)),yield i}}function Ut(e){return/^[-+]?[\\d,]+(\\.\\d+)?%?$/.test(e)&&!Q.test(e)?e\
:Q.test(e)?"	"+e:/^[\\s\\u0000-\\u001f]*[=+\\-@＝＋－＠|]/.test(e)||/^[\\t\\r\\n]/.test(e)?"\'"+e:e}function It(e){let t=Ut(e);retur\
n/[",\\r\\n\\t;]/.test(t)||t!==t.trim()?\'"\'+t.replace(/"/g,\'""\')+\'"\':t}function*P(e,t,n=""){let o=[],i=!0;for(let s of e)o.\
push(t(s)),!(o.length<Ot)&&(yield(i?"":n)+o.join(n),[o,i]=[[],!1]);o.length&&(yield(i?"":n)+o.join(n))}var Dt=e=>e.map(I\
t).join(",")+`\\r\n`;function*et(e,t,n){yield"\\uFEFF",yield*P(Mt(e,t,n),Dt)}var Ft=e=>Math.round(e*q)/q;function kt(e,t){l\
et n=[];for(let o=e.vertices[t];o<e.vertices[t+1];o++)n.push(M.lonLat(e.xy[2*o],e.xy[2*o+1]).map(Ft));return[...n,n[0]]}\
function nt(e,t){let n=[];for(let o=e.polygons[t];o<e.polygons[t+1];o++){let i=[];for(let s=e.rings[o];s<e.rings[o+1];s+\
+)i.push(kt(e,s));n.push(i)}return n}function Tt(e,t){let n=nt(e,t);return n.length?n.length===1?{type:"Polygon",coordin\
ates:n[0]}:{type:"MultiPolygon",coordinates:n}:null}function*ot(e,t,n){let o=function({store:s,row:r}){let l={};return s\
.columns.forEach((a,f)=>l[a.name]=s.text(f,r)||null),l.area_m2=Number.isFinite(s.areas[r])?s.areas[r]:null,n!==void 0&&(\
l.as_of=U(n)),JSON.stringify({type:"Feature",properties:l,geometry:Tt(s,r)})};yield JSON.stringify({type:"FeatureCollect\
ion",note:t.note,crs:{type:"name",properties:{name:"urn:ogc:def:crs:EPSG::4490"}}}).slice(0,-1)+\',"features":[\',yield*P(\
D(e),o,","),yield"]}"}var St={"&":"&amp;","<":"&lt;",">":"&gt;",\'"\':"&quot;"},O=e=>e.replace(/[\\u0000-\\u0008\\u000b\\u000c\
\\u000e-\\u001f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(^|[^\\ud800-\\udbff])[\\udc00-\\udfff]/g,"$1").replace(/[&<>"\
]/g,t=>St[t]);function Z(e,t){let[,n,o,i]=/^#(..)(..)(..)/.exec(e)||[0,"80","80","80"];return(t+i+o+n).toLowerCase()}fun\
ction Ct(e,t){let n=i=>"<LinearRing><coordinates>"+i.map(s=>s.join(",")).join(" ")+"</coordinates></LinearRing>",o=nt(e,\
t).map(([i,...s])=>"<Polygon><outerBoundaryIs>"+n(i)+"</outerBoundaryIs>"+s.map(r=>"<innerBoundaryIs>"+n(r)+"</innerBoun\
daryIs>").join("")+"</Polygon>");return o.length>1?"<MultiGeometry>"+o.join("")+"</MultiGeometry>":o.join("")}function*s\
t(e,t,n){let o=new Map,i=[...k(e).entries()],s=function({color:r,edge:l}){let a=r+l;return o.has(a)||o.set(a,"s"+o.size)\
,o.get(a)};e.forEach(({store:r})=>r.classes.forEach(s)),yield`<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://\
www.opengis.net/kml/2.2"><Document><name>`+O(t.file)+"</name><description>"+O(t.note)+`</description>\n`;for(let[r,l]of o\
){let[,a,f]=/^(#......)(#......)$/.exec(r)||[0,"#808080","#404040"];yield\'<Style id="\'+l+\'"><LineStyle><color>\'+Z(f,"ff"\
)+"</color><width>1.5</width></LineStyle><PolyStyle><color>"+Z(a,"b3")+`</color></PolyStyle></Style>\n`}yield*P(D(e),func\
tion({store:r,row:l,texts:a,m2:f}){let c=i.map(([,u],h)=>[u,a[h]]);return c.push([t.m2,F(f,null,2)],[t.mu,F(f,r.header.u\
nits.mu,2)]),n!==void 0&&c.push([t.day,U(n)]),"<Placemark><name>"+O(a[0]||"")+"</name><styleUrl>#"+s(r.classes[r.positio\
n[l]])+"</styleUrl><ExtendedData>"+c.map(([u,h])=>\'<Data name="\'+O(u)+\'"><value>\'+O(h)+"</value></Data>").join("")+"</Ex\
tendedData>"+Ct(r,l)+`</Placemark>\n`}),yield`</Document></kml>\n`}var lt=200;var S=`<?xml version="1.0" encoding="UTF-8" \
standalone="yes"?>\n`,B="http://schemas.openxmlformats.org/spreadsheetml/2006/main",ct="http://schemas.openxmlformats.org\
/officeDocument/2006/relationships",ft="http://schemas.openxmlformats.org/package/2006/",rt=[8,48],$={head:1,m2:2,ha:3,s\
umM2:4,sumHa:5,bold:6},it=[["m2","sumM2"],["m2","sumM2"],["ha","sumHa"]];function T(e){return e<26?String.fromCharCode(6\
5+e):T(Math.floor(e/26)-1)+T(e%26)}var Nt=S+`<styleSheet xmlns="${B}"><numFmts count="2"><numFmt numFmtId="164" formatCo\
de="#,##0.00"/><numFmt numFmtId="165" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val=\
"宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="non\
e"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF\
4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cell\
Xfs count="7"><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmt\
Id="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="164" fontId="1" applyNumberForma\
t="1" applyFont="1"/><xf numFmtId="165" fontId="1" applyNumberFormat="1" applyFont="1"/><xf fontId="1" applyFont="1"/></\
cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,L=(e,t=0)=>e=\
==""?`<c s="${t}"/>`:`<c t="inlineStr" s="${t}"><is><t xml:space="preserve">${O(e)}</t></is></c>`,$t=(e,t)=>Number.isFin\
ite(e)?`<c s="${t}"><v>${e}</v></c>`:"<c/>",Lt=({mu:e,ha:t},n)=>[n,n*e.times/e.by,n*t.times/t.by];function _t(e,t){let n\
=e.map(i=>[...i].length*2),o=0;for(let{texts:i}of D(t))if(i.forEach((s,r)=>{let l=[...s].reduce((a,f)=>a+(f>"⺀"?2:1),0);\
n[r]=Math.max(n[r],l)}),++o===lt)break;return n.map((i,s)=>`<col min="${s+1}" max="${s+1}" customWidth="1" width="${Math\
.min(rt[1],Math.max(rt[0],i+2))}"/>`).join("")}function*jt(e,t,n){let o=j(e,t,n),i=k(e).size,s=tt(e),r=T(o.length-1),l=[\
0,0,0];yield S+`<worksheet xmlns="${B}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" acti\
vePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${_t(o,e)}</cols><sheetData><row>${o.map(u=>L(u,$.hea\
d)).join("")}</row>`;let a=[];for(let{store:u,texts:h,m2:y}of D(e)){let g=Lt(u.header.units,y);y>0&&g.forEach((x,v)=>l[v\
]+=x),a.push("<row>",...h.map(x=>L(x)),...g.map((x,v)=>$t(x,$[it[v][0]])),n===void 0?"":L(U(n)),"</row>"),!(a.length<8*l\
t)&&(yield a.join(""),a=[])}let f=l.map((u,h)=>`<c s="${$[it[h][1]]}"><f>SUM(${T(i+h)}2:${T(i+h)}${s+1})</f><v>${u}</v><\
/c>`),c=t.total+" "+s;yield a.join("")+"<row>"+[...Array(i).keys()].map(u=>L(u?"":c,$.bold)).join("")+f.join("")+`</row>\
</sheetData><autoFilter ref="A1:${r}${s+1}"/></worksheet>`}var R=(e,t,n)=>`<Relationship Id="${e}" Type="${ct}/${t}" Tar\
get="${n}"/>`,at=e=>S+`<Relationships xmlns="${ft}relationships">${e}</Relationships>`,Pt=S+`<Types xmlns="${ft}content-\
types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+[["/xl/workbo\
ok.xml","sheet.main"],["/xl/worksheets/sheet1.xml","worksheet"],["/xl/styles.xml","styles"]].map(([e,t])=>`<Override Par\
tName="${e}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${t}+xml"/>`).join("")+"</Types>";\
function*ut(e,t,n){let o=O(t.sheet.slice(0,31));yield["[Content_Types].xml",[Pt]],yield["_rels/.rels",[at(R("r1","office\
Document","xl/workbook.xml"))]],yield["xl/workbook.xml",[S+`<workbook xmlns="${B}" xmlns:r="${ct}"><sheets><sheet name="\
${o}" sheetId="1" r:id="r1"/></sheets></workbook>`]],yield["xl/_rels/workbook.xml.rels",[at(R("r1","worksheet","workshee\
ts/sheet1.xml")+R("r2","styles","styles.xml"))]],yield["xl/styles.xml",[Nt]],yield["xl/worksheets/sheet1.xml",jt(e,t,n)]\
}function z(e){let t=e.reduce((i,[s])=>i+s,0),n=new DataView(new ArrayBuffer(t)),o=0;return e.forEach(function([i,s]){i=\
==2?n.setUint16(o,s,!0):n.setUint32(o,s>>>0,!0),o+=i}),new Uint8Array(n.buffer)}async function Rt(e,t){let n=new Compres\
sionStream("gzip"),o=n.writable.getWriter(),i=new Response(n.readable).arrayBuffer(),s=new TextEncoder;for(let a of e)aw\
ait o.write(s.encode(a)),await t();await o.close();let r=new Uint8Array(await i),l=new DataView(r.buffer,r.length-8);ret\
urn{data:r.subarray(10,r.length-8),check:l.getUint32(0,!0),size:l.getUint32(4,!0)}}async function pt(e,t){let n=[],o=[],\
i=0,s=0,r=0;for(let[l,a]of e){let f=new TextEncoder().encode(l),{data:c,check:u,size:h}=await Rt(a,t),y=[[2,20],[2,2048]\
,[2,8],[2,0],[2,33],[4,u],[4,c.length],[4,h],[2,f.length],[2,0]],g=z([[4,67324752],...y]);n.push(g,f,c),o.push(z([[4,336\
39248],[2,20],...y,[2,0],[2,0],[2,0],[4,0],[4,i]]),f),i+=g.length+f.length+c.length,r+=46+f.length,s+=1}return[...n,...o\
,z([[4,101010256],[2,0],[2,0],[2,s],[2,s],[4,r],[4,i],[2,0]])]}var mt=12,ht={csv:"text/csv;charset=utf-8",geojson:"appli\
cation/geo+json",kml:"application/vnd.google-earth.kml+xml",xlsx:"application/vnd.openxmlformats-officedocument.spreadsh\
eetml.sheet"},Bt={csv:et,geojson:ot,kml:st};function zt(e,t){return e.map(function({store:n,rows:o}){return{store:n inst\
anceof M?n:M.of(n),rows:{length:o.length,*[Symbol.iterator](){for(let s of o)t.rows+=1,yield s}}}})}async function dt({f\
ormat:e,chosen:t,words:n,day:o},i,s={}){let r={rows:0},l=zt(t,r),a=performance.now()+mt,f=async function(){if(!(performa\
nce.now()<a)){if(i(r.rows),await new Promise(c=>setTimeout(c,0)),s.stopped)throw new Error("stopped");a=performance.now(\
)+mt}};try{if(e==="xlsx")return new Blob(await pt(ut(l,n,o),f),{type:ht.xlsx});let c=[];for(let u of Bt[e](l,n,o))c.push\
(new Blob([u])),await f();return new Blob(c,{type:ht[e]})}catch(c){if(s.stopped)return null;throw c}}function yt(e,t=new\
 Set){return ArrayBuffer.isView(e)?t.add(e.buffer):e&&typeof e=="object"&&Object.values(e).forEach(n=>yt(n,t)),t}self.on\
message=function({data:e}){let t=n=>self.postMessage({error:String(n)});typeof e=="string"?H(Y(e)).then(X).then(n=>self.\
postMessage({data:n},[...yt(n)]),t):dt(e,n=>self.postMessage({rows:n})).then(n=>self.postMessage({blob:n}),t)};})();\n'],
{type:"text/javascript"})))}catch{return decodeHere(text2)}return new Promise(function(resolve,reject){let here=function(){
worker.terminate(),decodeHere(text2).then(resolve,reject)};worker.onmessage=function(event){return event.data.error?here():
(worker.terminate(),resolve(event.data.data))},worker.onmessageerror=here,worker.onerror=function(event){event.preventDefault(),
here()},worker.postMessage(text2)})}function openStore(id,compressed2){let text2=document.getElementById(id).textContent.
trim();return compressed2?decodeAside(text2).then(data=>new Store(data)):new Store(unpack(bytesOf(text2)))}var MOVED=4,LINKED=1e3,Tools=L.Control.extend({options:{position:"topleft"},initialize:function(words,selection){this.words=
words,this.selection=selection},onAdd:function(){let box=element("div","leaflet-bar lb-picking"),add=function(className,label,act){
let node=box.appendChild(element("button",className));return node.type="button",node.title=label,node.setAttribute("aria\
-label",label),node.addEventListener("click",act),node};return this.box=add("lb-tool-box",this.words.box,()=>this.selection.
aim(!this.selection.aiming)),this.box.setAttribute("aria-pressed","false"),add("lb-tool-every",this.words.every,()=>this.
selection.every()),L.DomEvent.disableClickPropagation(box),box}}),Selection=L.Class.extend({initialize:function(map,data){
this._map=map,this.words=data.words,this.aiming=!1,this._tools=new Tools(data.words,this).addTo(map),this._build(bottomOf(
map)),map.boxZoom.disable(),map.getContainer().addEventListener("pointerdown",event=>this._down(event),!0),window.addEventListener(
"keydown",event=>event.key==="Escape"&&this.aim(!1)),map.on("lbready",this._restore,this),map.on("lbchanged overlayadd o\
verlayremove",this._tell,this),window.addEventListener("hashchange",()=>this._ready&&this._restore())},_build:function(parent){
let words=this.words,box=this._box=element("section","lb-bar lb-selection");box.hidden=!0,box.setAttribute("aria-label",
words.selection),this._sums=box.appendChild(element("span","lb-sums")),this._sums.setAttribute("role","status");let add=(text2,act)=>{
let button2=box.appendChild(element("button","lb-small",text2));return button2.type="button",button2.addEventListener("c\
lick",act),button2};this._copy=add(words.copy,()=>this.copy()),formats().forEach(([format,name])=>add(name,()=>saveAs(this.
_map,format,this.rows(),this.words,this._day()))),add(words.clear,()=>this.clear()),parent.prepend(box)},rows:function(){
return rowsWhere(this._map,({selected,shown},row)=>selected[row]&&shown[row])},chosen:function(){return openLayers(this.
_map).flatMap(layer=>{let found=this.rows().find(({store})=>store===layer.store);return Array.from(found.rows,row=>({layer,
row}))})},_stores:function(){return readLayers(this._map).map(layer=>layer.store)},_refresh:function(){readLayers(this._map).
forEach(layer=>layer.refresh())},changed:function(){this._refresh(),toLink("select",this._link()),this._tell()},_link:function(){
let ids=[];for(let store of this._stores()){let at=store.columns.findIndex(column=>column.name==="parcel_id");for(let row=0;row<
store.count;row++)if(store.selected[row]){if(at<0||ids.length===LINKED)return"";ids.push(store.text(at,row))}}return ids.
length?JSON.stringify(ids):""},_restore:function(){let ids=[];if(this._unlinked&&!linked("select"))return;try{ids=JSON.parse(
linked("select")||"[]")}catch{ids=[]}let wanted=new Set(Array.isArray(ids)?ids:[]);this._stores().forEach(function(store){
let at=store.columns.findIndex(column=>column.name==="parcel_id");for(let row=0;row<store.count;row++)store.selected[row]=
wanted.size&&at>=0&&wanted.has(store.text(at,row))?1:0}),(this._ready||wanted.size)&&this._refresh(),this._ready=!0,this.
_tell()},line:function(){let{count,m2}=this._sum(),words=this.words;if(!count)return null;let{mu,ha}=this._stores()[0].header.
units;return{title:words.selection,label:words.ring,heads:[words.count,mu.label,ha.label],figures:[count.toLocaleString(
"en-US"),printed(m2*mu.times/mu.by,2),printed(m2*ha.times/ha.by,2)]}},_sum:function(){let sum2={marked:0,count:0,m2:0};return readLayers(
this._map).forEach(layer=>{let{selected,shown,areas,count}=layer.store,open=this._map.hasLayer(layer);for(let row=0;row<
count;row++)selected[row]&&(sum2.marked+=1,!(!open||!shown[row])&&(sum2.count+=1,areas[row]>0&&(sum2.m2+=areas[row])))}),
sum2},_tell:function(){let{marked,count,m2}=this._sum(),words=this.words;if(this._unlinked=marked>LINKED,this._box.hidden=
!marked,this._map.fire("lbselected"),this._label&&this._label(),!marked)return;let units=this._stores()[0].header.units,
texts=[words.selected.replace("{n}",count.toLocaleString("en-US"))];["mu","ha"].forEach(function(name){let unit=units[name];
texts.push(withUnit(printed(m2*unit.times/unit.by,2),unit.label))});let hidden=marked-count;if(refill(this._sums,...texts.
map(text2=>element("b","",text2))),this._unlinked){let text2=words.unlinked.replace("{n}",LINKED.toLocaleString("en-US"));
this._sums.appendChild(element("span","lb-none",text2))}hidden&&this._sums.appendChild(element("span","lb-none",words.hidden.
replace("{n}",hidden.toLocaleString("en-US"))))},toggle:function(layer,row){layer.store.selected[row]=layer.store.selected[row]?
0:1,this.changed()},clear:function(){this._stores().forEach(store=>store.selected.fill(0)),this.changed()},every:function(){
this._stores().forEach(store=>store.selected.fill(0)),openLayers(this._map).forEach(({store})=>store.selected.set(store.
shown)),this.changed()},within:function(one,other,more){let corners=[one,other].map(point=>Store.units(this._map.containerPointToLatLng(
point))),box=[0,1].map(axis=>Math.min(corners[0][axis],corners[1][axis])).concat([0,1].map(axis=>Math.max(corners[0][axis],
corners[1][axis])));more||this._stores().forEach(store=>store.selected.fill(0)),openLayers(this._map).forEach(function({
store}){store.within(...box).forEach(function(row){store.shown[row]&&meets(store,row,box)&&(store.selected[row]=1)})}),this.
changed()},button:function(layer,row){let words=this.words,node=element("button","lb-small lb-choose"),label=()=>node.textContent=
layer.store.selected[row]?words.take:words.add;return node.type="button",node.addEventListener("click",()=>this.toggle(layer,
row)),this._label=label,label(),node},aim:function(on){on&&this._map.landbaseMeasure&&this._map.landbaseMeasure.stop(),this.
aiming=on,this._tools.box.setAttribute("aria-pressed",String(on)),this._map.getContainer().classList.toggle("lb-aiming",
on),this._map.dragging[on?"disable":"enable"]()},_down:function(event){if(event.button!==0||!(this.aiming||event.shiftKey)||
this._map.landbaseBusy||event.target.closest(".leaflet-control, .leaflet-popup"))return;let map=this._map,from=map.mouseEventToContainerPoint(
event),frame=element("div","lb-frame"),to=from,move=function(moved){to=map.mouseEventToContainerPoint(moved),!frame.parentNode&&
from.distanceTo(to)>MOVED&&map.getContainer().appendChild(frame),Object.assign(frame.style,{left:Math.min(from.x,to.x)+"\
px",top:Math.min(from.y,to.y)+"px",width:Math.abs(to.x-from.x)+"px",height:Math.abs(to.y-from.y)+"px"})},end=ended=>{window.
removeEventListener("pointermove",move),["pointerup","pointercancel"].forEach(name=>window.removeEventListener(name,end)),
L.DomUtil.enableTextSelection(),frame.parentNode&&(frame.remove(),ended.type!=="pointercancel"&&(this._swallow(),this.within(
from,to,event.shiftKey)))};L.DomUtil.disableTextSelection(),window.addEventListener("pointermove",move),["pointerup","po\
intercancel"].forEach(name=>window.addEventListener(name,end))},_swallow:function(){let stop=event=>event.stopPropagation();
window.addEventListener("click",stop,{capture:!0,once:!0}),setTimeout(()=>window.removeEventListener("click",stop,!0),0)},
_day:function(){return this._map.landbaseDay},copy:async function(){let done=await copyText(tsvOf(this.rows(),this.words,
this._day()));this._copy.textContent=done?this.words.copied:this.words.copyFailed,setTimeout(()=>this._copy.textContent=
this.words.copy,2e3)}});function picked(map,event,layer,row){let selection=map.landbaseSelection;if(!selection||!(selection.
aiming||event.originalEvent.shiftKey))return!1;let was=layer.store.selected[row];return event.originalEvent.shiftKey||selection.
_stores().forEach(store=>store.selected.fill(0)),layer.store.selected[row]=was?0:1,selection.changed(),!0}function addSelection(map,data){
joinLayers(map,data.layers),map.landbaseSelection=new Selection(map,data)}var DOT_BELOW=6,DOT_RADIUS=3.5,Canvas=L.Canvas.extend({_reset:function(){L.Canvas.prototype._reset.call(this),L.DomUtil.
setPosition(this._container,this._bounds.min)}});function canvasOf(map){return map.landbaseCanvas=map.landbaseCanvas||new Canvas(
{padding:.3}),map.landbaseCanvas}var Parcel=L.Polygon.extend({beforeAdd:function(map){this.options.renderer=canvasOf(map),
L.Polygon.prototype.beforeAdd.call(this,map)},_projectLatlngs:function(places,rings,bounds){if(Array.isArray(places[0])){
places.forEach(part=>this._projectLatlngs(part,rings,bounds));return}let origin=this._map.getPixelOrigin(),ring=places.map(
place2=>this._map.project(place2)._subtract(origin));ring.forEach(point=>bounds.extend(point)),rings.push(ring)},_small:function(){
let size=this._rawPxBounds.getSize();return Math.max(size.x,size.y)<DOT_BELOW},_updateBounds:function(){if(L.Polygon.prototype.
_updateBounds.call(this),!this._rawPxBounds||!this._small())return;let room=L.point(DOT_RADIUS+2,DOT_RADIUS+2),middle=this.
_rawPxBounds.getCenter();this._pxBounds=L.bounds(middle.subtract(room),middle.add(room))},_updatePath:function(){if(!this.
_small())return this._renderer._updatePoly(this,!0);let renderer=this._renderer;if(!renderer._drawing||this._pxBounds===
void 0)return;let middle=this._rawPxBounds.getCenter();return renderer._ctx.beginPath(),renderer._ctx.arc(middle.x,middle.
y,DOT_RADIUS,0,Math.PI*2,!1),renderer._fillStroke(renderer._ctx,this)},_containsPoint:function(point){return!this._rawPxBounds||
!this._small()?L.Polygon.prototype._containsPoint.call(this,point):point.distanceTo(this._rawPxBounds.getCenter())<=DOT_RADIUS+
1}});function parcelLayer(id,options){let store=openStore(id,!1),group=L.featureGroup(),base={weight:.8,opacity:1,fillOpacity:options.
opacity,smoothFactor:.2},look=function(row){let entry=store.classes[store.position[row]],chosen=store.selected[row]?CHOSEN:
{color:entry.edge};return Object.assign({fillColor:entry.color},base,{fillOpacity:share,opacity:share},chosen)},share=options.
opacity,keyOf2=row=>2*store.position[row]+store.selected[row],members=[];for(let row=0;row<store.count;row++){let polygons=store.
latLngs(row);if(!polygons.length)continue;let parcel=new Parcel(polygons,look(row));parcel.row=row,parcel.look=keyOf2(row),
members.push(parcel),group.addLayer(parcel)}pageLayers.push(group),group.dataId=id,group.store=store,group.options=options,
group.ready=Promise.resolve(store),group.refresh=function(){members.forEach(function(parcel){let shown=store.shown[parcel.
row]===1,key=keyOf2(parcel.row);key!==parcel.look&&parcel.setStyle(look(parcel.row)),parcel.look=key,shown!==group.hasLayer(
parcel)&&(shown?group.addLayer(parcel):group.removeLayer(parcel))})},group.setShare=function(wanted){share=wanted,options.
opacity=wanted,members.forEach(parcel=>parcel.setStyle(look(parcel.row)))},group.on("mouseover",function(event){event.layer.
setStyle({weight:2.6,color:"#111827"}),event.layer.bringToFront()}),group.on("mouseout",event=>event.layer.setStyle(look(
event.layer.row)));let card=fields=>layer=>storeCard(store,options,layer.row,fields);return group.bindTooltip(card(options.
tooltip),{sticky:!0,className:"lb-tip",opacity:1,direction:"auto"}),group.on("click",function(event){L.DomEvent.stopPropagation(
event),group.closeTooltip(),!picked(event.layer._map,event,group,event.layer.row)&&group.showCard(event.layer._map,event.
layer.row,event.latlng)}),group.showCard=(map,row,latLng)=>openCard(map,group,row,latLng),group}function storeBeside(store){let states=store.header.events.states,own=Object.assign(Object.create(Store.prototype),store,
{columns:store.columns.map((column,at)=>states.includes(at)?Object.assign({},column,{values:column.values.slice()}):column),
shown:store.shown.slice(),position:store.position.slice(),due:store.due&&store.due.slice(),done:store.done&&store.done.slice(),
timeline:Object.assign({},store.timeline,{now:store.timeline.now.slice()})});return setDay(own,store.day),own}var codesOf=({
then,now},name)=>[coding(then,name).codes,coding(now,name)];function changesBetween(pairs,name,categories){let none=()=>({
count:0,m2:new Float64Array(categories.length)}),found=new Map,same=none();return pairs.forEach(function(pair){let{areas,
category,header,count,shown}=pair.now,before=pair.then.shown,cells=header.categories.map(code=>categories.indexOf(code)),
own=[],[was,{codes,keys}]=codesOf(pair,name);for(let row=0;row<count;row++){if(!shown[row]&&!before[row])continue;let at=was[row]*
keys.length+codes[row],sum2=was[row]===codes[row]?same:own[at]||(own[at]=none());sum2.count+=1,areas[row]>0&&(sum2.m2[cells[category[row]]]+=
areas[row])}own.forEach(function(sum2,at){let from=keys[Math.floor(at/keys.length)],to=keys[at%keys.length],key=JSON.stringify(
[from,to]),all=found.get(key)||Object.assign({from,to},none());all.count+=sum2.count,sum2.m2.forEach((part,cell)=>all.m2[cell]+=
part),found.set(key,all)})}),{changes:[...found.values()],same}}function selectChanged(pairs,name,from,to){pairs.forEach(
function(pair){let{selected,shown}=pair.now,before=pair.then.shown,[was,{codes,keys}]=codesOf(pair,name),[first,last]=[keys.
indexOf(from),keys.indexOf(to)];selected.forEach((_,row)=>selected[row]=(shown[row]||before[row])&&was[row]===first&&codes[row]===
last?1:0)})}var PANE4="lbEarlier",YEAR=365,DOT3=7,STEP=.02,Compare=L.Class.extend({initialize:function(map,data,words){Object.assign(
this,{_map:map,_data:data,_words:words,_share:.5,_pairs:[]}),this.button=buttonOf(words.compare,"lb-small lb-compare-ope\
n",()=>this.show(this._box===void 0)),this.button.setAttribute("aria-pressed","false"),map.on("lbready",this._restore,this),
window.addEventListener("hashchange",()=>this._ready&&this._restore()),map.on("lbday lbchanged overlayadd overlayremove",
this._soon,this),map.on("lbselected",()=>this._frame&&this._frame.refresh()),map.on("move moveend zoomend resize",this._clip,
this)},_restore:function(){this._ready=!0;let day=dayOf(linked("compare"));this.show(day!==null,day)},show:function(on,day){
on&&this._box&&this.set(day),on!==!!this._box&&(this.button.setAttribute("aria-pressed",String(on)),on?this._open(day===
void 0?this._map.landbaseDay-YEAR:day):this._close(),this._map.fire("resize"))},_open:function(day){let map=this._map,pane=map.
getPane(PANE4)||map.createPane(PANE4);pane.style.zIndex=401,pane.style.pointerEvents="none",this._pairs=readLayers(map).
filter(({store})=>store.timeline).map(layer=>({layer,now:layer.store,then:storeBeside(layer.store)})),this._frame=new Frame(
(context3,view)=>this._steps(context3,view),{pane:PANE4}).addTo(map),this._build(),coverParcels(map,"earlier",latLng=>this.
_isEarlier(latLng)),map.on("mousemove click",this._point,this),map.on("mouseout",this._leave,this),map.fire("lbcompare",
{on:!0}),this.set(day)},_close:function(){let map=this._map;map.off("mousemove click",this._point,this),map.off("mouseou\
t",this._leave,this),this._leave(),coverParcels(map,"earlier",null),this._frame.remove(),[this._box,this._line,this._table].
forEach(node=>node.remove()),this._layersOf().forEach(({node})=>node.style.clip=""),this._box=this._frame=void 0,this._pairs=
[],toLink("compare",""),map.fire("lbcompare",{on:!1})},_build:function(){let map=this._map,words=this._words,box=this._box=
element("section","lb-bar lb-compare");box.setAttribute("aria-label",words.compare);let label=box.appendChild(element("l\
abel","",words.left+" ")),input=this._input=label.appendChild(element("input","lb-input"));Object.assign(input,{type:"te\
xt",spellcheck:!1,autocomplete:"off"}),input.setAttribute("aria-label",words.earlier),input.addEventListener("change",()=>{
let day=dayOf(input.value);this.set(day===null?this.day:day)}),box.appendChild(element("span","",words.right+" ")),this.
_later=box.lastChild.appendChild(element("b")),box.appendChild(buttonOf(words.close,"lb-small",()=>{this.show(!1),this.button.
focus()})),bottomOf(map).prepend(box),this._table=this._panel(),this._line=map.getContainer().appendChild(this._swipe())},
_swipe:function(){let line=element("div","lb-swipe"),words=this._words,map=this._map;line.tabIndex=0,Object.entries({role:"\
slider","aria-label":words.swipe,"aria-valuemin":0,"aria-valuemax":100,title:words.swipe}).forEach(([name,value])=>line.
setAttribute(name,value)),this._names=[words.left,words.right].map((_,at)=>line.appendChild(element("span",at?"lb-swipe-\
later":"lb-swipe-earlier"))),line.appendChild(element("i"));let move=event=>this._to((event.clientX-map.getContainer().getBoundingClientRect().
left)/map.getSize().x);return line.addEventListener("pointerdown",function(event){line.setPointerCapture(event.pointerId),
line.addEventListener("pointermove",move)}),["pointerup","pointercancel"].forEach(name=>line.addEventListener(name,()=>line.
removeEventListener("pointermove",move))),line.addEventListener("keydown",event=>{let way={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,
ArrowUp:1}[event.key];way&&(this._to(this._share+way*STEP),event.preventDefault(),event.stopPropagation())}),L.DomEvent.
disableClickPropagation(line),line},_to:function(share){this._share=Math.max(0,Math.min(1,share)),this._leave(),this._clip()},
_panel:function(){let box=element("section","lb-panel lb-changes leaflet-control"),legend=this._map.getContainer().querySelector(
".lb-legend");return legend?legend.before(box):this._map.getContainer().querySelector(".leaflet-top.leaflet-right").appendChild(
box),box.tabIndex=0,L.DomEvent.disableClickPropagation(box),L.DomEvent.disableScrollPropagation(box),box},set:function(day){
this.day=day,this._input.value=isoDay(day),toLink("compare",isoDay(day)),this._pairs.forEach(({then})=>setDay(then,day)),
this._follow()},_soon:function(){!this._box||this._waiting||(this._waiting=requestAnimationFrame(()=>{this._waiting=null,
this._box&&this._follow()}))},_follow:function(){let map=this._map,filters=map.landbaseFilters;this._pairs.forEach(({then})=>{
filters&&filters.ready()&&filterStore(then,filters.state,this.day)});let say2=day=>sayDay(day,this._data.date);this._said=
[this.day,map.landbaseDay].map(say2),this._later.textContent=isoDay(map.landbaseDay),this._names.forEach((name,at)=>name.
textContent=this._said[at]),this._frame.refresh(),this._clip(),cancelAnimationFrame(this._telling),this._telling=requestAnimationFrame(
()=>this._box&&this._tell())},_openPairs:function(){return this._pairs.filter(({layer})=>this._map.hasLayer(layer))},_tell:function(){
let words=this._words,{column,lines:lines2}=this._data,pairs=this._openPairs(),categories=[...new Set(pairs.flatMap(({now})=>now.
header.categories))],order=new Map(lines2.map(({key},at)=>[key,at])),{changes,same}=changesBetween(pairs,column,categories),
place2=key=>order.has(key)?order.get(key):order.size;changes.sort((one,other)=>place2(one.from)-place2(other.from)||place2(
one.to)-place2(other.to));let named=words.title.replace("{from}",this._said[0]).replace("{to}",this._said[1]);this._table.
setAttribute("aria-label",named);let title=element("h2","lb-panel-title",named);if(!pairs.length||!changes.length){refill(
this._table,title,element("p","lb-foot",words.none));return}let{units}=pairs[0].now.header,{lines:told,total:total5}=printedTable(
[...changes,Object.assign({label:words.same},same)],units),rest=told.pop(),table=element("table"),body=element("tbody"),
foot=element("tfoot"),head=element("thead"),heads=head.appendChild(element("tr"));[words.from,words.count,units.mu.label,
units.ha.label].forEach(text2=>{let cell=heads.appendChild(element("th","",text2));cell.scope="col"}),told.forEach(line=>body.
appendChild(this._row(line))),body.appendChild(rowOf(element("span","",words.same),rest)),foot.appendChild(rowOf(element(
"span","",words.total),total5)).className="lb-total",table.append(head,body,foot),refill(this._table,title,table,element(
"p","lb-foot",words.note))},_row:function(line){let words=this._words,lookOf=key=>this._data.lines.find(one=>one.key===key)||
{label:String(key)},box=buttonOf("","lb-pick",()=>{selectChanged(this._openPairs(),this._data.column,line.from,line.to),
this._map.landbaseSelection&&this._map.landbaseSelection.changed()}),[from,to]=[lookOf(line.from),lookOf(line.to)];return[
from,to].forEach((look,at)=>{at&&box.append(words.arrow.replace("{from}","").replace("{to}","")),box.appendChild(element(
"span","lb-state")).append(swatchOf(look),look.label)}),rowOf(box,line)},_layersOf:function(){return containersOf(this._map).
map(node=>({node,at:L.DomUtil.getPosition(node)||L.point(0,0)}))},_clip:function(){if(!this._box)return;let map=this._map,
size=map.getSize(),x=Math.round(this._share*size.x),corner=map.containerPointToLayerPoint([0,0]),end=corner.add(size),middle=corner.
x+x,rect=(...sides)=>"rect("+sides.map(side2=>side2+"px").join(" ")+")";this._layersOf().forEach(({node,at})=>node.style.
clip=rect(corner.y-at.y,end.x-at.x,end.y-at.y,middle-at.x)),map.getPane(PANE4).style.clip=rect(corner.y,middle,end.y,corner.
x),this._line.style.left=x+"px",this._line.setAttribute("aria-valuenow",Math.round(this._share*100)),this._line.setAttribute(
"aria-valuetext",(this._said||[]).join(" | "))},*_steps(context3,view){for(let{layer,then}of this._openPairs()){let own=Object.
assign({dot:layer.options.dot||DOT3},view),room=own.dot*view.unit,[west,south,east,north2]=view.box,rows=then.within(west-
room,south-room,east+room,north2+room);context3.globalAlpha=layer.options.opacity||1,yield*drawRows(then,context3,own,rows),
context3.globalAlpha=1,yield*drawChosen(then,context3,own,rows)}},_isEarlier:function(latLng){return this._map.latLngToContainerPoint(
latLng).x<this._share*this._map.getSize().x},_point:function(event){let map=this._map;if(this._leave(),map.landbaseBusy||
map.dragging.moving()||!this._isEarlier(event.latlng))return;let[x,y]=Store.units(event.latlng),unit=36e8/(256*2**map.getZoom());
for(let{layer,then}of this._openPairs().reverse()){let row=then.at(x,y,(layer.options.dot||DOT3)*unit,unit);if(row<0)continue;
let card=storeCard(then,layer.options,row,layer.options.tooltip);card.prepend(element("div","lb-card-day",this._said[0])),
this._tip=L.tooltip({className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}).setLatLng(event.latlng).setContent(card).
addTo(map);return}},_leave:function(){this._tip&&this._tip.remove(),this._tip=null}});function swatchOf({color,edge}){let swatch=element(
"span","lb-swatch");return Object.assign(swatch.style,{background:color||"transparent",borderColor:edge||"currentColor"}),
swatch}function rowOf(head,figures){let row=element("tr"),cell=row.appendChild(element("th"));return cell.scope="row",cell.
appendChild(head),["count","mu","ha"].forEach(measure=>row.appendChild(element("td","",figures[measure]))),row}function compareButton(map,data){
return data.states?(map.landbaseCompare=new Compare(map,Object.assign({date:data.words.date},data.states),data.words.compare)).
button:null}var STEPS2=60,PACE=450,BARS2=120,storesOf=map=>readLayers(map).map(layer=>layer.store).filter(store=>store.timeline);function daysOf(map){
let counts=new Map,stores=storesOf(map);stores.forEach(store=>store.timeline.days.forEach(function(day,n){counts.set(day,
(counts.get(day)||0)+store.timeline.counted[n])}));let days=[...counts.keys()].sort((a,b)=>a-b),sum2=0,sums=days.map(day=>sum2+=
counts.get(day)),opened=Math.max(...stores.map(store=>store.header.events.on));return{days,sums,opened}}function button(box,className,label,act){
let node=box.appendChild(element("button","lb-time-button "+className));return node.type="button",node.title=label,node.
setAttribute("aria-label",label),node.addEventListener("click",act),node}var Time=L.Class.extend({initialize:function(map,data){
this._map=map,this._data=data,this._build(bottomOf(map)),map.on("lbread",this._start,this),window.addEventListener("hash\
change",()=>{this._days&&(this.play(!1),this.set(this._linked(),!0))})},_build:function(parent){let words=this._data.words,
box=this._box=element("section","lb-bar lb-time");box.setAttribute("aria-label",words.time),this._play=button(box,"lb-pl\
ay",words.play,()=>this.play(!this._playing)),button(box,"lb-earlier",words.earlier,()=>this.step(-1)),button(box,"lb-la\
ter",words.later,()=>this.step(1));let track=box.appendChild(element("div","lb-track"));this._bars=track.appendChild(element(
"canvas","lb-bars")),this._range=track.appendChild(element("input","lb-range")),this._range.type="range",this._range.setAttribute(
"aria-label",words.time),this._range.addEventListener("input",()=>this._soon(Number(this._range.value))),this._range.addEventListener(
"keydown",event=>this._key(event));let said2=box.appendChild(element("div","lb-day"));this._text=said2.appendChild(element(
"input","lb-input")),this._text.setAttribute("aria-label",words.day),this._text.addEventListener("change",()=>this._typed()),
this._said=said2.appendChild(element("span","lb-day-note")),this._mark=box.appendChild(element("span")),this._mark.hidden=
!0;let compare=compareButton(this._map,this._data);compare&&box.appendChild(compare),this._able(!1),parent.appendChild(box)},
_able:function(able){this._box.querySelectorAll("button, input").forEach(node=>node.disabled=!able)},_start:function(){return Object.
assign(this,{_days:null},daysOf(this._map)),this._days=this.days,this._days.length?(this._first=this._days[0]-1,this._last=
Math.max(this._days[this._days.length-1],this.opened),this.opened=Math.min(this._last,Math.max(this._first,this.opened)),
Object.assign(this._range,{min:this._first,max:this._last,step:1}),this._able(!0),this._drawBars(),this.set(this._linked(),
!0)):this._box.remove()},_linked:function(){let day=dayOf(linked("day"));return day===null?this.opened:day},set:function(day,fromLink2){
let opening=this.day===void 0;this.day=this._map.landbaseDay=day,storesOf(this._map).forEach(store=>setDay(store,day));let iso=isoDay(
day),n=upTo(this._days,day),words=this._data.words;this._range.value=day,this._range.setAttribute("aria-valuetext",sayDay(
day,words.date)),this._text.value=iso,this._said.textContent=words.at.replace("{n}",(n?this.sums[n-1]:0).toLocaleString(
"en-US")).replace("{all}",this.sums[this.sums.length-1].toLocaleString("en-US")),this._head(sayDay(day,words.date)),fromLink2||
toLink("day",day===this.opened?"":iso),!(opening&&this._map.landbaseFilters)&&(showAgain(this._map),this._map.fire("lbda\
y"))},_head:function(day){let{note,asOf,words}=this._data;if(!asOf){this._mark.dataset.lbMark="",this._mark.textContent=
words.mark.replace("{day}",day);return}this._note=this._note||[...document.querySelectorAll(".lb-note")].find(one=>one.textContent===
note),this._note&&(this._note.textContent=note.replace(asOf,day))},_soon:function(day){this.play(!1),this._wanted=day,!this.
_frame&&(this._frame=requestAnimationFrame(()=>{this._frame=null,this.set(this._wanted)}))},step:function(way){this.play(
!1),this.set(this._near(way))},_near:function(way){let n=upTo(this._days,this.day);if(way>0)return n<this._days.length?this.
_days[n]:Math.max(this._last,this.day);let on=n>0&&this._days[n-1]===this.day?n-2:n-1;return on>=0?this._days[on]:Math.min(
this._first,this.day)},play:function(on){if(!!this._playing===on)return;clearTimeout(this._playing),this._playing=null;let label=this.
_data.words[on?"pause":"play"];this._play.title=label,this._play.setAttribute("aria-label",label),this._play.classList.toggle(
"lb-on",on),on&&(this.day>=this._last&&this.set(this._first),this._playing=setTimeout(()=>this._tick(),PACE))},_tick:function(){
let stride=Math.ceil((this._last-this._first)/STEPS2),next=this._days.length>STEPS2?Math.max(this._first,this.day)+stride:
this._near(1);if(this.set(Math.min(this._last,next)),this.day>=this._last)return this.play(!1);this._playing=setTimeout(
()=>this._tick(),PACE)},_key:function(event){let steps={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1};if(event.key===
" ")this.play(!this._playing);else if(event.key in steps)this.step(steps[event.key]);else return;event.preventDefault()},
_typed:function(){let day=dayOf(this._text.value);this.play(!1),this.set(day===null?this.day:day)},_drawBars:function(){
let canvas=this._bars,heights=new Array(BARS2).fill(0),span=this._last-this._first;this._days.forEach((day,n)=>{let at=Math.
min(BARS2-1,Math.floor((day-this._first)/span*BARS2));heights[at]+=this.sums[n]-(n?this.sums[n-1]:0)});let most=Math.max(
...heights),context3=canvas.getContext("2d");canvas.width=4*BARS2,canvas.height=64,context3.fillStyle="#8da2b5",heights.
forEach(function(height,at){let tall=height?Math.max(6,64*Math.sqrt(height/most)):0;context3.fillRect(4*at,64-tall,3,tall)})}});
function addSlider(map,data){joinLayers(map,data.layers),map.landbaseTime=new Time(map,data)}var FRAME=12;function context2(width,height){let canvas=document.createElement("canvas");return canvas.width=width,canvas.
height=height,canvas.getContext("2d",{willReadFrequently:!0})}var TileLayer=L.GridLayer.extend({options:{pane:"overlayPa\
ne",noWrap:!0,keepBuffer:1,updateWhenZooming:!1,updateWhenIdle:!1,maxZoom:24},initialize:function(id,options){if(L.GridLayer.
prototype.initialize.call(this,options),this._waiting=[],this.on("tileunload",event=>{this._waiting=this._waiting.filter(
job=>job.tile!==event.tile)}),options.compressed&&typeof DecompressionStream>"u"){this._problem=options.tooOld,this.ready=
new Promise(()=>{});return}let opened=store=>(this.store=store,this._notice(""),this.refresh(),this.fire("opened"),store),
failed=error=>(this._problem=options.unread+" ("+error.message+")",this._notice(this._problem),new Promise(()=>{})),reading=Promise.
resolve().then(()=>openStore(id,options.compressed));this.ready=reading.then(opened,failed)},onAdd:function(map){L.GridLayer.
prototype.onAdd.call(this,map),pickerOf(map).layers.push(this),this._problem?this._notice(this._problem):this.store||this.
_notice(this.options.reading)},onRemove:function(map){let picker=pickerOf(map);picker.layers.splice(picker.layers.indexOf(
this),1),picker.leave(),this._notice(""),L.GridLayer.prototype.onRemove.call(this,map)},_notice:function(text2){this._box&&
this._box.remove(),this._box=null,!(!text2||!this._map)&&(this._box=element("div","lb-message",text2),this._box.setAttribute(
"role","status"),this._map.getContainer().appendChild(this._box))},createTile:function(coords,done){let tile=L.DomUtil.create(
"canvas","lb-tile"),size=this.getTileSize(),ratio=window.devicePixelRatio||1;return tile.width=Math.round(size.x*ratio),
tile.height=Math.round(size.y*ratio),this._later({tile,coords,done}),tile},refresh:function(){if(!this.store||!this._map)
return;let middle=this._map.getPixelBounds().getCenter(),size=this.getTileSize(),away=job=>job.coords.add([.5,.5]).scaleBy(
size).distanceTo(middle),waiting2=new Map(this._waiting.map(job=>[job.tile,job]));this._waiting=Object.values(this._tiles).
filter(entry=>entry.current).map(entry=>({tile:entry.el,coords:entry.coords,done:(waiting2.get(entry.el)||{}).done})).sort(
(one,other)=>away(one)-away(other)),this._work()},_later:function(job){this._waiting.push(job),this._work()},_work:function(){
this._frame||!this.store||(this._frame=requestAnimationFrame(()=>{this._frame=null;let until=performance.now()+FRAME;for(;this.
_waiting.length&&performance.now()<until;){let job=this._waiting[0];job.steps=job.steps||this._draw(job.tile,job.coords),
job.steps.next().done&&(this._waiting.shift(),job.done&&job.done(null,job.tile))}this._waiting.length?this._work():this.
fire("drawn")}))},_draw:function*(tile,coords){let size=this.getTileSize(),ratio=tile.width/size.x,store=this.store,world=256*
2**coords.z,{width,height}=tile;(!this._aside||this._aside.canvas.width!==width)&&(this._aside=context2(width,height),this.
_spare=context2(width,height));let aside=this._aside,view={times:world/360/1e7,left:coords.x*size.x-world/2,top:coords.y*
size.y-world/2,dot:this.options.dot,ratio,spare:this._spare},margin=this.options.dot+2,rows=store.within((view.left-margin)/
view.times,-(view.top+size.y+margin)/view.times,(view.left+size.x+margin)/view.times,-(view.top-margin)/view.times);aside.
setTransform(ratio,0,0,ratio,0,0),aside.clearRect(0,0,size.x,size.y),yield*drawRows(store,aside,view,rows),yield*drawChosen(
store,aside,view,rows);let shown=tile.getContext("2d");shown.clearRect(0,0,width,height),shown.drawImage(aside.canvas,0,
0)},showCard:function(map,row,latLng){pickerOf(map).open(this,row,latLng)},setShare:function(share){this.setOpacity(share)},
rowAt:function(latLng){if(!this.store)return-1;let[x,y]=Store.units(latLng),unit=36e8/(256*2**this._map.getZoom());return this.
store.at(x,y,this.options.dot*unit,unit)}}),Picker=L.Class.extend({initialize:function(map){this.layers=[],this._map=map,
this._tip=L.tooltip({className:"lb-tip",opacity:1,direction:"auto",offset:[12,0]}),map.on("mousemove",this._move,this),map.
on("mouseout zoomstart",this.leave,this),map.on("click",this._click,this)},find:function(latLng){if(this._map.landbaseBusy||
isCovered(this._map,latLng))return null;for(let i=this.layers.length-1;i>=0;i--){let row=this.layers[i].rowAt(latLng);if(row>=
0)return{layer:this.layers[i],row}}return null},leave:function(){this._over&&this._over.remove(),this._over=this._held=null,
this._map.getContainer().style.cursor="",this._tip.remove()},_move:function(event){let found=this._map.dragging.moving()?
null:this.find(event.latlng);if(!found)return this.leave();if(this._tip.setLatLng(event.latlng),!(this._held&&this._held.
row===found.row&&this._held.layer===found.layer))return this.leave(),this._held=found,this._over=L.polygon(found.layer.store.
latLngs(found.row),{renderer:this._svg||(this._svg=L.svg({padding:.3})),interactive:!1,fill:!1,color:"#111827",weight:2.6}).
addTo(this._map),this._map.getContainer().style.cursor="pointer",this._tip.setContent(this._card(found.layer,found.row,found.
layer.options.tooltip)),this._tip.setLatLng(event.latlng).addTo(this._map)},_click:function(event){let found=this.find(event.
latlng);found&&!picked(this._map,event,found.layer,found.row)&&this.open(found.layer,found.row,event.latlng)},_card:(layer,row,fields)=>storeCard(
layer.store,layer.options,row,fields),open:function(layer,row,latLng){openCard(this._map,layer,row,latLng),this.leave()}});
function pickerOf(map){return map.landbasePicker=map.landbasePicker||new Picker(map),map.landbasePicker}function tileLayer(id,options){
let layer=new TileLayer(id,options);return layer.dataId=id,pageLayers.push(layer),layer}var NUMBER=/^-?[\d,]+(\.\d+)?%?$/,collator=new Intl.Collator("zh-CN-u-co-pinyin",{numeric:!0}),numberOf=text2=>NUMBER.test(
text2)?parseFloat(text2.replace(/,/g,"")):NaN;function ranks(texts){let distinct=[...new Set(texts)].filter(Boolean),numbers=distinct.
map(numberOf);if(distinct.length&&numbers.every(value=>!Number.isNaN(value))){let known3=new Map(distinct.map((text2,at)=>[
text2,numbers[at]]));return text2=>text2===""?1/0:known3.get(text2)}distinct.length>2e4?distinct.sort():distinct.sort(collator.
compare);let places=new Map(distinct.map((text2,at)=>[text2,at]));return text2=>text2===""?1/0:places.get(text2)}function keysOf(layers,name){
let sizes=layers.map(({store})=>store.count),all=sizes.reduce((sum2,size)=>sum2+size,0),keys=new Float64Array(all),from=0,
each=write4=>layers.forEach(function({store}){write4(store,from),from+=store.count});if(name==="area")return each((store,at)=>store.
areas.forEach((m2,row)=>keys[at+row]=Number.isFinite(m2)?m2:1/0)),keys;let columns=layers.map(({store})=>store.columns.findIndex(
column=>column.name===name)),texts=layers.map(function({store},n2){let column=store.columns[columns[n2]];return column?column.
words||Array.from({length:store.count},(_,row)=>store.text(columns[n2],row)):[""]}),rank=ranks([].concat(...texts)),n=0;
return each(function(store,at){let column=store.columns[columns[n]],own=texts[n++].map(rank);for(let row=0;row<store.count;row++)
keys[at+row]=column?own[column.words?column.values[row]:row]:1/0}),keys}function orderBy(layers,name,falling){let keys=keysOf(
layers,name),order=new Uint32Array(keys.length);for(let at=0;at<order.length;at++)order[at]=at;let turn=falling?-1:1;return order.
sort(function(one,other){let a=keys[one],b=keys[other];return a===b?one-other:a===1/0||b===1/0?a===1/0?1:-1:a<b?-turn:turn})}
function shownOf(layers,order,open){let shown=new Uint8Array(order.length),from=0;layers.forEach(function({store},n){open[n]&&
shown.set(store.shown,from),from+=store.count});let left=new Uint32Array(order.length),size=0;for(let at=0;at<order.length;at++)
shown[order[at]]&&(left[size++]=order[at]);return left.subarray(0,size)}var TALL2=26,MOST3=8e6,SPARE=4,USUAL=6,FIGURES2=["mu","ha"],List=L.Class.extend({initialize:function(map,data){this._map=
map,this._words=data,this._hidden=null,this._sort={name:null,falling:!1},this._at=-1,this.button=buttonOf(data.list,"lb-\
tool",()=>this.show(!this._box)),this.button.setAttribute("aria-expanded","false"),map.on("lbchanged overlayadd overlayr\
emove",this._soon,this),map.on("lbday",this._resort,this),map.on("lbselected",this._draw,this),map.on("popupopen",()=>map.
landbaseCard&&this._follow())},show:function(on){on!==!!this._box&&(this.button.setAttribute("aria-expanded",String(on)),
this._map.getContainer().classList.toggle("lb-listing",on),on?this._open():(this._mark(null),this._box.remove(),this._box=
null),this._map.fire("resize"),on||this.button.focus())},_open:function(){let words=this._words,box=this._box=element("s\
ection","lb-list");this._layers=readLayers(this._map),this._columns=this._known(),box.setAttribute("aria-label",words.list);
let bar=box.appendChild(element("div","lb-list-bar"));this._said=bar.appendChild(element("b","lb-list-count")),this._said.
setAttribute("role","status"),bar.appendChild(this._chooser()),this._copy=bar.appendChild(buttonOf(words.copy,"lb-small",
()=>this._copyAll())),formats().forEach(([format,name])=>bar.appendChild(buttonOf(name,"lb-small",()=>saveAs(this._map,format,
this._chosen(),words,this._map.landbaseDay)))),bar.appendChild(buttonOf(words.close,"lb-small lb-list-close",()=>this.show(
!1)));let grid=this._grid=box.appendChild(element("div","lb-grid"));grid.tabIndex=0,grid.setAttribute("role","grid"),grid.
setAttribute("aria-label",words.list),grid.setAttribute("aria-multiselectable","true"),this._head=grid.appendChild(element(
"div","lb-grid-head")),this._head.setAttribute("role","row"),this._body=grid.appendChild(element("div","lb-grid-body")),
this._body.setAttribute("role","rowgroup"),grid.addEventListener("scroll",()=>this._frame||(this._frame=requestAnimationFrame(
()=>{this._frame=null,this._draw()}))),grid.addEventListener("keydown",event=>this._key(event)),this._body.addEventListener(
"click",event=>this._click(event)),this._body.addEventListener("mousemove",event=>this._over(event)),this._body.addEventListener(
"mouseleave",()=>this._mark(null)),L.DomEvent.disableClickPropagation(box),L.DomEvent.disableScrollPropagation(box),this.
_map.getContainer().appendChild(box),this._heads(),this._resort(),grid.focus()},_known:function(){let found=new Map;this.
_layers.forEach(({store})=>store.columns.forEach(({name,label})=>found.set(name,label)));let columns=[...found].map(([name,
label])=>({name,label}));this._hidden||(this._hidden=new Set(columns.slice(USUAL).map(({name})=>name)));let units=this._layers[0].
store.header.units;return[...columns,...FIGURES2.map(unit=>({name:unit,label:units[unit].label,unit}))]},_chooser:function(){
let fold=element("details","lb-columns"),list=element("div","lb-columns-list");return fold.append(element("summary","lb-\
small",this._words.columns),list),this._columns.forEach(({name,label})=>{let line=list.appendChild(element("label")),input=line.
appendChild(element("input"));input.type="checkbox",input.checked=!this._hidden.has(name),input.addEventListener("change",
()=>{input.checked?this._hidden.delete(name):this._hidden.add(name),this._heads(),this._draw()}),line.appendChild(element(
"span","",label))}),fold.addEventListener("keydown",function(event){event.key==="Escape"&&(fold.open=!1,event.stopPropagation())}),
fold},_visible:function(){return this._columns.filter(({name})=>!this._hidden.has(name))},_heads:function(){let columns=this.
_visible(),{name:sorted2,falling}=this._sort;this._grid.style.setProperty("--lb-columns",columns.map(({unit})=>unit?"min\
max(84px, 0.6fr)":"minmax(96px, 1fr)").join(" ")),this._grid.setAttribute("aria-colcount",columns.length),refill(this._head,
...columns.map(({name,label,unit})=>{let cell=element("div",unit?"lb-number":"");cell.setAttribute("role","columnheader"),
cell.setAttribute("aria-sort",name!==sorted2?"none":falling?"descending":"ascending");let button2=cell.appendChild(buttonOf(
label,"lb-sort",()=>{this._sort={name,falling:sorted2===name?!falling:!!unit},this._heads(),this._resort(),[...this._head.
querySelectorAll("button")].find(one=>one.textContent===label).focus()}));return button2.title=this._words.sort,cell}))},
_resort:function(){if(!this._box)return;let{name,falling}=this._sort,count=this._layers.reduce((sum2,{store})=>sum2+store.
count,0);this._order=name===null?Uint32Array.from({length:count},(_,at)=>at):orderBy(this._layers,FIGURES2.includes(name)?
"area":name,falling),this._thin()},_soon:function(){this._box&&this._thin()},_thin:function(){let open=new Set(openLayers(
this._map)),held=this._at>=0&&this._rows?this._rows[this._at]:-1;this._rows=shownOf(this._layers,this._order,this._layers.
map(layer=>open.has(layer))),this._at=held<0?-1:this._rows.indexOf(held),this._said.textContent=this._words.rows.replace(
"{n}",this._rows.length.toLocaleString("en-US")),this._grid.setAttribute("aria-rowcount",this._rows.length+1),this._body.
style.height=Math.min(MOST3,this._rows.length*TALL2)+"px",this._draw()},_place:function(number2){let from=0;for(let layer of this.
_layers){if(number2<from+layer.store.count)return{layer,row:number2-from};from+=layer.store.count}return null},_view:function(){
let high=this._grid.clientHeight-this._head.offsetHeight,all=this._rows.length*TALL2,room=Math.min(MOST3,all)-high,share=room>
0?this._grid.scrollTop/room:0,top=all>MOST3?share*(all-high):this._grid.scrollTop;return{first:Math.max(0,Math.floor(top/
TALL2)),count:Math.ceil(high/TALL2),top}},_draw:function(){if(!this._box)return;let{first,count,top}=this._view(),columns=this.
_visible(),from=Math.max(0,first-SPARE),until=Math.min(this._rows.length,first+count+SPARE),lines2=[];for(let at=from;at<
until;at++){let{layer,row}=this._place(this._rows[at]),line=element("div","lb-grid-row"+(at===this._at?" lb-current":""));
line.id="lb-row-"+at,line.dataset.at=at,line.setAttribute("role","row"),line.setAttribute("aria-rowindex",at+2),line.setAttribute(
"aria-selected",String(layer.store.selected[row]===1)),line.style.top=this._grid.scrollTop+at*TALL2-top+"px",columns.forEach(
column=>line.appendChild(this._cell(column,layer.store,row))),lines2.push(line)}refill(this._body,...lines2),this._at>=from&&
this._at<until?this._grid.setAttribute("aria-activedescendant","lb-row-"+this._at):this._grid.removeAttribute("aria-acti\
vedescendant")},_cell:function({name,unit},store,row){let at=unit?-1:store.columns.findIndex(column=>column.name===name),
text2=unit?store.area(row,unit):at<0?"":store.text(at,row),cell=element("div",unit?"lb-number":"",text2);return cell.setAttribute(
"role","gridcell"),!unit&&text2.length>10&&(cell.title=text2),cell},_chosen:function(){let rows=this._layers.map(()=>[]);
return this._rows.forEach(number2=>{let{layer,row}=this._place(number2);rows[this._layers.indexOf(layer)].push(row)}),this.
_layers.map(({store},n)=>({store,rows:Uint32Array.from(rows[n])})).filter(one=>one.rows.length)},_copyAll:async function(){
let words=this._words,done=await copyText(tsvOf(this._chosen(),words,this._map.landbaseDay));this._copy.textContent=done?
words.copied:words.copyFailed,setTimeout(()=>this._copy.textContent=words.copy,2e3)},_line:function(event){let line=event.
target.closest(".lb-grid-row");return line&&this._rows[line.dataset.at]!==void 0?Number(line.dataset.at):-1},_click:function(event){
let at=this._line(event);at<0||(this._go(at),event.ctrlKey||event.metaKey||event.shiftKey?this._toggle():this._enter())},
_over:function(event){let at=this._line(event);this._mark(at<0?null:this._place(this._rows[at]))},_mark:function(found){
this._drawn&&this._drawn.remove(),this._drawn=found&&L.polygon(found.layer.store.latLngs(found.row),{interactive:!1,fill:!1,
color:"#111827",weight:3,renderer:this._svg||(this._svg=L.svg({padding:.3}))}).addTo(this._map)},_go:function(at){if(!this.
_rows.length)return;this._at=Math.max(0,Math.min(this._rows.length-1,at));let{first,count}=this._view(),all=this._rows.length*
TALL2,high=this._grid.clientHeight-this._head.offsetHeight,room=Math.min(MOST3,all)-high;if(this._at<first||this._at>=first+
count-1){let top=Math.max(0,this._at-(this._at<first?0:count-2))*TALL2;this._grid.scrollTop=all>MOST3?top/(all-high)*room:
top}this._mark(this._place(this._rows[this._at])),this._draw()},_enter:function(){let{layer,row}=this._place(this._rows[this.
_at]);this._mark(null),this._own=!0,showParcel(this._map,layer,row),this._own=!1},_toggle:function(){let{layer,row}=this.
_place(this._rows[this._at]);this._map.landbaseSelection&&this._map.landbaseSelection.toggle(layer,row)},_follow:function(){
if(!this._box||this._own)return;let{layer,row}=this._map.landbaseCard,number2=row;for(let other of this._layers){if(other===
layer)break;number2+=other.store.count}let at=this._rows.indexOf(number2);at>=0&&this._go(at),this._mark(null)},_key:function(event){
if(event.target!==this._grid)return;let page=this._view().count-1,last=this._rows.length-1,to={ArrowDown:this._at+1,ArrowUp:this.
_at-1,PageDown:this._at+page,PageUp:this._at-page,Home:0,End:last};if(event.key in to)this._go(to[event.key]);else if(event.
key==="Enter"&&this._at>=0)this._enter();else if(event.key===" "&&this._at>=0)this._toggle();else if(event.key==="Escape")
this.show(!1);else return;event.preventDefault(),event.stopPropagation()}});function listButton(map,data){let list=map.landbaseList=
new List(map,data.list),button2=list.button;return button2.disabled=!0,Promise.resolve().then(()=>map.landbaseIds||button2.
remove()),map.on("lbready",()=>button2.disabled=!1),button2}var NEAR4=3,LOOK={color:"#d61f69",weight:2.5,fillColor:"#d61f69",fillOpacity:.12},SHADE="lbMeasure";function metres(value,words){
let text2=withUnit(printed(value,1),words.metre);return value<1e3?text2:words.also.replace("{first}",text2).replace("{se\
cond}",withUnit(printed(value/1e3,3),words.km))}function measured(places,closed,data){let words=data.words,units=data.units;
if(!closed)return[[words.length,metres(lengthOf(places),words)]];if(places.length<3)return[];let around=[words.around,metres(
lengthOf([...places,places[0]]),words)];if(crossesItself(places))return[[words.area,words.crossing],around];let m2=areaOf(
places),[mu,ha]=["mu","ha"].map(function(unit){let{times,by,decimals,label}=units[unit];return withUnit(printed(m2*times/
by,decimals),label)});return[[words.area,mu],["",ha],["",withUnit(printed(m2,1),words.m2)],around]}var Measure=L.Class.extend(
{_kind:"lb-measure",initialize:function(map,data){this._map=map,this._data=data,this._buttons={},map.getPane(SHADE)||map.
createPane(SHADE).classList.add("lb-shade");let pane=map.getPane(SHADE);this._drawn=L.featureGroup([],{pane:SHADE}),this.
_renderer=L.svg({pane:SHADE,padding:.5}),this._cover=map.getContainer().insertBefore(element("div","lb-cover"),map.getContainer().
querySelector(".leaflet-control-container")),this._cover.hidden=!0,pane.style.zIndex=640,pane.style.pointerEvents="none",
this._box=this._panel()},_panel:function(){let words=this._data.words,box=element("section",`lb-panel lb-kit ${this._kind}\
 leaflet-control`);box.hidden=!0,box.setAttribute("aria-label",words.measure),this._list=box.appendChild(element("dl","l\
b-fields")),this._list.setAttribute("aria-live","polite"),box.appendChild(element("p","lb-foot",words.how)),box.appendChild(
element("p","lb-foot",words.accuracy)),box.appendChild(element("div","lb-measure-buttons")).append(buttonOf(words.again,
"lb-plain",()=>this._begin()),buttonOf(words.close,"lb-plain",()=>this.stop()));let Control=L.Control.extend({options:{position:"\
bottomleft"},onAdd:()=>box});return new Control().addTo(this._map),L.DomEvent.disableClickPropagation(box),box},button:function(name,closed){
let button2=buttonOf(this._data.words[name],"lb-tool",()=>{this._closed===closed&&this._map.landbaseBusy?this.stop():this.
start(closed)});return button2.setAttribute("aria-pressed","false"),this._buttons[closed]=button2,button2},_press:function(){
[!0,!1].forEach(closed=>this._buttons[closed]&&this._buttons[closed].setAttribute("aria-pressed",String(this._busy===!0&&
closed===this._closed)))},start:function(closed){let map=this._map;map.landbasePen&&map.landbasePen.stop(),map.landbasePen=
this,this._closed=closed,this._busy=map.landbaseBusy=!0,this._zooms=map.doubleClickZoom.enabled(),map.doubleClickZoom.disable(),
map.closePopup(),map.landbaseSelection&&map.landbaseSelection.aim(!1);let filters=map.getContainer().querySelector(".lb-\
filters [aria-expanded=true]");filters&&filters.click(),map.landbasePicker&&map.landbasePicker.leave(),map.on("click",this.
_click,this),map.on("mousemove",this._hover,this),map.on("dblclick",this._finish,this),L.DomEvent.on(map.getContainer(),
"keydown",this._key,this),this._cover.hidden=this._box.hidden=!1,map.getContainer().classList.add("lb-measuring"),map.getContainer().
focus(),this._drawn.addTo(map),this._press(),this._begin()},stop:function(){let map=this._map;this._busy&&(this._busy=map.
landbaseBusy=!1,this._zooms&&map.doubleClickZoom.enable(),map.off("click",this._click,this),map.off("mousemove",this._hover,
this),map.off("dblclick",this._finish,this),L.DomEvent.off(map.getContainer(),"keydown",this._key,this),this._cover.hidden=
this._box.hidden=!0,map.getContainer().classList.remove("lb-measuring"),this._drawn.clearLayers().remove(),this._press(),
this._buttons[this._closed].focus())},_begin:function(){this._places=[],this._done=!1,this._map.getContainer().focus(),this.
_draw(null)},_click:function(event){this._add(event.latlng)},_add:function(latLng){this._done&&this._begin();let last=this.
_places[this._places.length-1],map=this._map;last&&map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(
latLng))<NEAR4||this._places.push(latLng),this._draw(null)},_hover:function(event){!this._done&&this._places.length&&this.
_draw(event.latlng)},_finish:function(){this._done=!0,this._draw(null)},_key:function(event){if(!(event.target!==this._map.
getContainer()&&event.key!=="Escape")){if(event.key==="Escape")this.stop();else if(event.key===" ")this._add(this._map.getCenter());else if(event.
key==="Enter")this._finish();else if(event.key==="Backspace")this._places.pop(),this._done=!1,this._draw(null);else return;
L.DomEvent.stop(event)}},_draw:function(over){let places=over?[...this._places,over]:this._places,group=this._drawn,look=Object.
assign({renderer:this._renderer,pane:SHADE,interactive:!1},LOOK);group.clearLayers(),this._closed&&places.length>2?group.
addLayer(L.polygon(places,look)):places.length>1&&group.addLayer(L.polyline(places,look)),this._places.forEach(place2=>group.
addLayer(L.circleMarker(place2,Object.assign({},look,{radius:4,fillColor:"#ffffff",fillOpacity:1,weight:2}))));let lines2=places.
length?measured(places.map(place2=>[place2.lng,place2.lat]),this._closed,this._data):[];refill(this._list,...lines2.flatMap(
([name,text2])=>[element("dt","",name),element("dd","",text2)])),this._list.setAttribute("aria-live",over?"off":"polite")}});
function measureOf(map,data){return map.landbaseMeasure=map.landbaseMeasure||new Measure(map,data),map.landbaseMeasure}var lengthButton=(map,data)=>measureOf(
map,data).button("measureLength",!1),areaButton=(map,data)=>measureOf(map,data).button("measureArea",!0);var LIMITS={notes:200,letters:500,places:500,link:1800,bytes:2e6},KINDS={point:"Point",line:"LineString",area:"Polygon"},
LEAST6={point:1,line:2,area:3},SHORT=["point","line","area"],SCALE=1e5,DECIMALS4=6,cleanText=text2=>(typeof text2=="stri\
ng"?text2:"").replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,"").slice(
0,LIMITS.letters),isPlace=place2=>Array.isArray(place2)&&place2.slice(0,2).every(Number.isFinite)&&place2.length>=2&&Math.
abs(place2[0])<=180&&Math.abs(place2[1])<=85;function noteOf(kind,places,text2,parcel){return!(kind in LEAST6)||!Array.isArray(
places)||places.length<LEAST6[kind]||places.length>LIMITS.places||kind==="point"&&places.length>1||!places.every(isPlace)?
null:{kind,places:places.map(([lon,lat])=>[lon,lat]),text:cleanText(text2),parcel:cleanText(parcel).slice(0,64)}}function toFile(notes){
let round2=([lon,lat])=>[Number(lon.toFixed(DECIMALS4)),Number(lat.toFixed(DECIMALS4))],features=notes.map(function({kind,
places,text:text2,parcel},at){let line=places.map(round2),coordinates={point:line[0],line,area:[[...line,line[0]]]}[kind];
return{type:"Feature",geometry:{type:KINDS[kind],coordinates},properties:Object.assign({number:at+1,note:text2},parcel?{
parcel_id:parcel}:{})}});return JSON.stringify({type:"FeatureCollection",landbase:"notes",features},null,1)}function ofFeature(feature){
let{geometry,properties}=feature||{};if(!geometry||!properties||typeof properties!="object")return null;let kind=SHORT.find(
name=>KINDS[name]===geometry.type),{coordinates}=geometry;if(!kind||!Array.isArray(coordinates))return null;let places=kind===
"point"?[coordinates]:coordinates;return kind==="area"&&(places=Array.isArray(coordinates[0])?coordinates[0].slice(0,-1):
[]),noteOf(kind,places,properties.note,properties.parcel_id)}function fromFile(text2){let data=null;try{data=JSON.parse(
text2)}catch{return null}if(!data||data.landbase!=="notes"||!Array.isArray(data.features))return null;let found=data.features.
slice(0,LIMITS.notes).map(ofFeature),notes=found.filter(Boolean);return{notes,left:data.features.length-notes.length}}function toAddress(notes){
return notes.length?JSON.stringify(notes.map(function({kind,places,text:text2,parcel}){let x=0,y=0,steps=places.flatMap(
function([lon,lat]){let step=[Math.round(lon*SCALE)-x,Math.round(lat*SCALE)-y];return x+=step[0],y+=step[1],step});return[
SHORT.indexOf(kind),text2,parcel,...steps]})):""}function fromAddress(text2){let data=null;try{data=JSON.parse(text2||"[\
]")}catch{return[]}return Array.isArray(data)?data.slice(0,LIMITS.notes).filter(Array.isArray).map(function([kind,said2,
parcel,...steps]){if(!steps.every(Number.isInteger)||steps.length%2)return null;let places=[],x=0,y=0;for(let at=0;at<steps.
length;at+=2)places.push([(x+=steps[at])/SCALE,(y+=steps[at+1])/SCALE]);return noteOf(SHORT[kind],places,said2,parcel)}).
filter(Boolean):[]}function joined(one,other){let seen=new Set(one.map(note=>JSON.stringify(note)));return[...one,...other.
filter(note=>!seen.has(JSON.stringify(note)))]}var PANE5="lbNotes",COLOR="#0b6e4f",SIZE2=20,PRINTED=1200,LOOK2={color:COLOR,weight:2.5,fillColor:COLOR,fillOpacity:.12,
interactive:!1},Pencil=Measure.extend({_kind:"lb-pencil",initialize:function(map,data,kept){Measure.prototype.initialize.
call(this,map,data),this._kept=kept},draw:function(kind,button2){this._kind=kind,this._buttons={true:button2,false:button2},
this.start(kind==="area")},_press:function(){Object.values(this._buttons).forEach(button2=>button2.setAttribute("aria-pr\
essed",String(this._busy===!0)))},_add:function(latLng){Measure.prototype._add.call(this,latLng),this._kind==="point"&&this.
_finish()},_finish:function(){let places=this._places.map(({lng,lat})=>[lng,lat]).slice(0,LIMITS.places);places.length<{
point:1,line:2,area:3}[this._kind]||(this.stop(),this._kept({kind:this._kind,places,text:"",parcel:""}))}});function numberMark(at,number2,title){
let icon2=L.divIcon({className:"lb-memo-mark",html:element("span","",String(number2)),iconSize:[SIZE2,SIZE2]}),mark=L.marker(
at,{icon:icon2,title,pane:PANE5});return mark.paint=function(context3,view){let[x,y]=view.at(mark.getLatLng());context3.
beginPath(),context3.arc(x,y,SIZE2/2,0,2*Math.PI),Object.assign(context3,{fillStyle:COLOR,strokeStyle:"#ffffff",lineWidth:1.5,
textAlign:"center",textBaseline:"middle",font:"600 12px sans-serif"}),context3.fill(),context3.stroke(),context3.fillStyle=
"#ffffff",context3.fillText(String(number2),x,y)},mark}var latLngs=places=>places.map(([lon,lat])=>[lat,lon]),Notepad=L.
Class.extend({initialize:function(map,data){let words=this._words=data.memo;this._map=map,this._notes=[],this._group=L.featureGroup().
addTo(map),map.createPane(PANE5).style.zIndex=630,this._renderer=L.svg({pane:PANE5,padding:.5}),this._pencil=new Pencil(
map,Object.assign({},data,{words:Object.assign({},data.words,words.drawing)}),note=>this._keep(note)),this.button=buttonOf(
words.memo,"lb-tool",()=>this.open(this._box.hidden)),this.button.setAttribute("aria-pressed","false"),this._box=this._panel(),
this._take(),window.addEventListener("hashchange",()=>this._take()),this._receive(map.getContainer()),window.addEventListener(
"beforeunload",event=>{this._unlinked&&this._unsaved&&event.preventDefault()})},_panel:function(){let words=this._words,
box=element("section","lb-panel lb-kit lb-memos leaflet-control");box.hidden=!0,box.setAttribute("aria-label",words.memo);
let kinds=box.appendChild(element("div","lb-measure-buttons"));["point","line","area"].forEach(kind=>{let button2=kinds.
appendChild(buttonOf(words[kind],"lb-plain",()=>this._pencil.draw(kind,button2)))}),this._list=box.appendChild(element("\
ol","lb-memo-list")),this._said=box.appendChild(element("p","lb-foot")),this._said.setAttribute("role","status");let file=box.
appendChild(element("input"));Object.assign(file,{type:"file",accept:".json,.geojson",hidden:!0}),file.addEventListener(
"change",()=>{file.files.length&&this._read(file.files[0]),file.value=""});let line=box.appendChild(element("div","lb-me\
asure-buttons"));this._save=buttonOf(words.save,"lb-plain",()=>this.save()),line.append(this._save,buttonOf(words.open,"\
lb-plain",()=>file.click()),buttonOf(words.close,"lb-plain",()=>this.open(!1))),box.addEventListener("keydown",event=>{event.
key==="Escape"&&this.open(!1)});let Control=L.Control.extend({options:{position:"bottomleft"},onAdd:()=>box});return new Control().
addTo(this._map),L.DomEvent.disableClickPropagation(box),L.DomEvent.disableScrollPropagation(box),box},open:function(wanted){
wanted&&this._map.landbaseMeasure&&this._map.landbaseMeasure.stop(),this._box.hidden=!wanted,this._map.getContainer().classList.
toggle("lb-noting",wanted),this.button.setAttribute("aria-pressed",String(wanted)),(wanted?this._box.querySelector("butt\
on"):this.button).focus()},_tell:function(){let{how,unlinked,linked:kept}=this._words,{notes,letters:letters2}=LIMITS,said2=this.
_unlinked?unlinked:this._notes.length?kept:how;this._said.textContent=said2.replace("{n}",notes).replace("{letters}",letters2),
this._save.disabled=!this._notes.length},_line:function(note,at){let words=this._words,item=element("li","lb-memo"),name=text2=>text2.
replace("{n}",at+1);item.appendChild(buttonOf(String(at+1),"lb-memo-number",()=>this._show(note))).setAttribute("aria-la\
bel",name(words.show));let side2=item.appendChild(element("div","lb-memo-text"));note.parcel&&side2.appendChild(element(
"span","lb-memo-parcel",words.about.replace("{id}",note.parcel)));let field=side2.appendChild(element("textarea","lb-inp\
ut"));return Object.assign(field,{value:note.text,rows:2,maxLength:LIMITS.letters,placeholder:words.write}),field.setAttribute(
"aria-label",name(words.text)),field.addEventListener("input",()=>{note.text=cleanText(field.value),this._store()}),field.
addEventListener("change",()=>this._draw()),item.appendChild(buttonOf("×","lb-small",()=>this._remove(at))).setAttribute(
"aria-label",name(words.remove)),item},_show:function(note){lookAt(this._map,L.latLngBounds(latLngs(note.places)))},_remove:function(at){
this._notes.splice(at,1),this._changed();let fields=this._list.querySelectorAll("textarea");(fields[Math.min(at,fields.length-
1)]||this._box.querySelector("button")).focus()},_keep:function(note){return this._notes.length>=LIMITS.notes?notice(this.
_map,this._words.full.replace("{n}",LIMITS.notes)):(note.kind==="point"&&!note.parcel&&(note.parcel=this._parcelAt(note.
places[0])),this._notes.push(note),this.open(!0),this._changed(),this._list.lastChild.querySelector("textarea").focus())},
_parcelAt:function([lng,lat]){for(let{store}of openLayers(this._map)){let row=store.at(...Store.units({lng,lat}),0,0);if(row>=
0)return this._idOf(store,row)}return""},_idOf:function(store,row){let column=store.columns.findIndex(({name})=>name==="\
parcel_id");return column<0?"":store.text(column,row)},forCard:function({store},row,latLng){return buttonOf(this._words.
here,"lb-small lb-choose",()=>{this._map.closePopup(),this._keep({kind:"point",places:[[latLng.lng,latLng.lat]],text:"",
parcel:this._idOf(store,row)})})},_changed:function(){this._draw(),refill(this._list,...this._notes.map((note,at)=>this.
_line(note,at))),this._store()},_draw:function(){let look=Object.assign({renderer:this._renderer,pane:PANE5},LOOK2);this.
_group.clearLayers(),this._notes.forEach(({kind,places,text:text2},at)=>{let line=latLngs(places);kind==="line"&&this._group.
addLayer(L.polyline(line,look)),kind==="area"&&this._group.addLayer(L.polygon(line,look)),numberMark(line[0],at+1,text2||
this._words.memo).addTo(this._group).on("click",()=>{this.open(!0),this._list.children[at].querySelector("textarea").focus()})})},
_store:function(){let text2=toAddress(this._notes);this._unsaved=this._notes.length>0,this._unlinked=encodeURIComponent(
text2).length>LIMITS.link,toLink("notes",this._unlinked?"":text2),this._tell()},_take:function(){if(this._unlinked&&!linked(
"notes"))return;let notes=fromAddress(linked("notes"));(toAddress(notes)!==toAddress(this._notes)||!notes.length)&&(this.
_notes=notes,this._draw(),refill(this._list,...notes.map((note,at)=>this._line(note,at)))),this._tell()},save:function(){
download(this._words.file+".geojson",new Blob([toFile(this._notes)],{type:"application/geo+json"})),this._unsaved=!1},_read:async function(file){
let words=this._words,found=file.size>LIMITS.bytes?null:fromFile(await file.text());if(!found)return notice(this._map,words.
none.replace("{file}",file.name));let all=joined(this._notes,found.notes),kept=all.slice(0,LIMITS.notes),left=found.left+
all.length-kept.length;this._notes=kept,this.open(!0),this._changed();let told=words.read.replace("{n}",found.notes.length)+
(left?words.left.replace("{n}",left):"");return this._said.textContent=told,say(this._map,told)},_receive:function(box){
let files=event=>event.dataTransfer&&[...event.dataTransfer.types].includes("Files");box.addEventListener("dragover",event=>files(
event)&&event.preventDefault()),box.addEventListener("drop",event=>{files(event)&&(event.preventDefault(),[...event.dataTransfer.
files].slice(0,1).forEach(file=>this._read(file)))})},lines:function(){let lines2=[],room=PRINTED;this._notes.every(function({
text:text2,parcel},at){let line=at+1+". "+(parcel?parcel+" ":"")+text2.replace(/\n/g," ");return room-=line.length,room>=
0&&lines2.push(line),room>=0});let left=this._notes.length-lines2.length;return left&&lines2.push(this._words.unprinted.
replace("{n}",left)),lines2.length?[this._words.memo+this._words.colon+lines2.join("　")]:[]}});function memoButton(map,data){
return map.landbaseNotepad=new Notepad(map,data),map.landbaseNotepad.button}var RATIO=2,EDGE=12,LINE=22,SIDE=20,INK3="#1f2933",SOFT="#5f6c7b",RULE="#dde3e9",TITLE={size:18,weight:600,color:"#fffff\
f",tall:26},MARKS={size:13,weight:400,color:"#dfe8f0",tall:20},PARTS=/[!-~]+[\s、，。]*|[^!-~][、，。：）]*/gu,fonts=()=>getComputedStyle(
document.documentElement).getPropertyValue("--lb-fonts"),fontOf=({size=13,weight=400})=>weight+" "+size+"px "+fonts();function write3(context3,text2,x,y,how){
context3.font=fontOf(how),context3.fillStyle=how.color||INK3,context3.textAlign=how.align||"left",context3.textBaseline=
"middle",context3.fillText(text2,x,y)}function widthOf(context3,text2,how){return context3.font=fontOf(how),context3.measureText(
text2).width}function wrapped(context3,text2,how,most){let lines2=[""],fits2=line=>widthOf(context3,line.trimEnd(),how)<=
most,add=function(part){let line=lines2[lines2.length-1];line&&!fits2(line+part)?lines2.push(part):lines2[lines2.length-
1]+=part};return(text2.match(PARTS)||[]).forEach(part=>(fits2(part)?[part]:[...part]).forEach(add)),lines2.map(line=>Object.
assign({text:line},how))}function headOf2(context3,about,words,width){let room=width-2*SIDE,marks=about.marks.join("　"),
lines2=wrapped(context3,about.title,TITLE,room),beside=widthOf(context3,about.title,TITLE)+24+widthOf(context3,marks,MARKS)<=
room?marks:"";if(marks&&!beside&&lines2.push(...wrapped(context3,marks,MARKS,room)),about.filters.length){let text2=words.
filtered+about.filters.join(words.and);lines2.push(...wrapped(context3,text2,MARKS,room))}return{lines:lines2,beside,height:lines2.
reduce((sum2,line)=>sum2+line.tall,22)}}function drawHead(context3,head,width){context3.fillStyle="#22384d",context3.fillRect(
0,0,width,head.height);let y=11;head.lines.forEach(function(line){write3(context3,line.text,SIDE,y+line.tall/2,line),y+=
line.tall});let right=Object.assign({},MARKS,{align:"right"});write3(context3,head.beside,width-SIDE,11+TITLE.tall/2,right)}
var linesOf2=table=>[...table.rows].map(function(row){let swatch=row.querySelector(".lb-swatch");return{texts:[...row.cells].
map(cell=>cell.textContent),look:swatch&&[swatch.style.backgroundColor,swatch.style.borderColor],head:row.parentElement.
tagName==="THEAD",total:row.className==="lb-total"}}).filter(line=>line.head||line.total||line.texts[1]!=="0");function widths2(context3,lines2){
return context3.font="600 13px "+fonts(),lines2[0].texts.map((_,at)=>Math.max(...lines2.map(line=>context3.measureText(line.
texts[at]).width+(at?18:36))))}function legendOf(context3,about,size){if(!about.tables.length)return null;let[table]=about.
tables,lines2=linesOf2(table),columns=widths2(context3,lines2),title=table.caption.textContent,sum2=columns.reduce((all,one)=>all+
one,14),width=Math.max(sum2,28+widthOf(context3,title,{weight:600}));columns[0]+=width-sum2;let height=(lines2.length+1)*
LINE+2*EDGE,inside=width<size.x/2&&height+2*EDGE<=size.y;return{title,lines:lines2,columns,width,height,inside}}function drawLegend(context3,box,left,top){
let{columns,lines:lines2}=box,ends=columns.map((_,at)=>columns.slice(0,at+1).reduce((sum2,one)=>sum2+one,left));context3.
fillStyle="#ffffff",context3.strokeStyle=RULE,context3.lineWidth=1,context3.fillRect(left,top,box.width,box.height),context3.
strokeRect(left+.5,top+.5,box.width-1,box.height-1),write3(context3,box.title,left+14,top+EDGE+LINE/2,{weight:600}),lines2.
forEach(function(line,number2){let y=top+EDGE+LINE*(number2+1.5),weight=line.total?600:400,how=line.head?{size:12,color:SOFT}:
{weight};line.look&&(context3.fillStyle=line.look[0],context3.strokeStyle=line.look[1],context3.fillRect(left+14,y-6,12,
12),context3.strokeRect(left+14.5,y-5.5,11,11));let indent=line.look?34:14;write3(context3,line.texts[0],left+indent,y,how),
line.texts.slice(1).forEach((text2,at)=>write3(context3,text2,ends[at+1],y,Object.assign({align:"right"},how)))})}function plate(context3,left,top,width,height){
context3.fillStyle="rgba(255, 255, 255, 0.75)",context3.fillRect(left,top,width,height)}function scale(context3,metres2,bottom,words){
let bar=scaleBar(160*metres2,words),length2=bar.metres/metres2,x=SIDE,y=bottom-24;plate(context3,x-6,y-22,length2+12,28),
context3.strokeStyle=INK3,context3.lineWidth=2,context3.beginPath(),context3.moveTo(x,y-6),context3.lineTo(x,y),context3.
lineTo(x+length2,y),context3.lineTo(x+length2,y-6),context3.stroke(),write3(context3,bar.text,x+length2/2,y-12,{align:"c\
enter",size:12})}function north(context3,top,words){let arrow=new Path2D("M10 0 L18 30 L10 24 L2 30 Z");plate(context3,SIDE-
4,top+8,28,58),write3(context3,words.north,SIDE+10,top+20,{weight:600,align:"center"}),context3.save(),context3.translate(
SIDE,top+32),context3.fillStyle=INK3,context3.strokeStyle="#ffffff",context3.lineWidth=.6,context3.fill(arrow),context3.
stroke(arrow),context3.restore()}function pictureOf(map,data,tiles2){let size=map.getSize(),about=surroundings(map),words=data.
words,canvas=document.createElement("canvas"),context3=canvas.getContext("2d"),legend=legendOf(context3,about,size),beside=legend&&
!legend.inside,width=size.x+(beside?legend.width+2*EDGE:0),tall=Math.max(size.y,beside?legend.height+2*EDGE:0),head=headOf2(
context3,about,words,width),center=map.getCenter();canvas.width=width*RATIO,canvas.height=(head.height+tall)*RATIO;let view=paint(
map,{center,zoom:map.getZoom(),width:size.x,height:size.y,ratio:RATIO,ground:"#e9eef2",tiles:tiles2});return context3.scale(
RATIO,RATIO),context3.fillStyle="#ffffff",context3.fillRect(0,0,width,head.height+tall),context3.drawImage(view,0,head.height,
size.x,size.y),drawHead(context3,head,width),legend&&drawLegend(context3,legend,width-legend.width-EDGE,head.height+EDGE),
north(context3,head.height,words),scale(context3,metresOfPixel(center.lat,map.getZoom()),head.height+size.y,words),canvas}
function pictureButton(map,data){let words=data.words;return buttonOf(words.picture,"lb-tool",function(){if(!isWhole(map))
return notice(map,words.unready);let done=function(blob){download(surroundings(map).title+".png",blob),say(map,words.saved)},
canvas=pictureOf(map,data,!0);try{canvas.toBlob(done,"image/png")}catch(foreign){if(foreign.name!=="SecurityError")throw foreign;
pictureOf(map,data,!1).toBlob(done,"image/png"),notice(map,words.withoutTiles)}})}var ROOM2=1.15,AROUND=4,LEAST7=300,MOST_PAGES=60;function viewOf2(bounds,times){let center=bounds.getCenter(),[west,east]=[
bounds.getWest(),bounds.getEast()],across=L.latLng(center.lat,west).distanceTo([center.lat,east]),down=L.latLng(bounds.getSouth(),
center.lng).distanceTo([bounds.getNorth(),center.lng]);return{center,across:Math.max(LEAST7,across*times),down:Math.max(
LEAST7,down*times)}}function meanwhile(map,shows,selects,act){let kept=openLayers(map).map(({store})=>({store,shown:store.
shown,selected:store.selected})),narrowed=function(){kept.forEach(function({store,shown,selected}){store.shown=shown.map(
(one,row)=>one&&shows(store,row)?1:0),store.selected=selected.map((one,row)=>one&&selects(store,row)?1:0)});try{return act()}finally{
kept.forEach(({store,shown,selected})=>Object.assign(store,{shown,selected}))}};return map.landbaseOverview?map.landbaseOverview.
plainly(narrowed):narrowed()}function tableOf2(title,cells,{heads,lines:lines2,total:total5}){let table=element("table"),
head=element("thead"),body=element("tbody"),foot=element("tfoot"),rowOf2=function(label,figures,look){let row=element("t\
r"),cell=row.appendChild(element("th"));if(look){let swatch=cell.appendChild(element("span","lb-swatch"));Object.assign(
swatch.style,{backgroundColor:look.color,borderColor:look.edge})}return cell.append(label),figures.forEach(figure2=>row.
appendChild(element("td","",figure2))),row},sums={count:0,mu:0,ha:0},figuresOf=({count,mu,ha})=>[count.toLocaleString("e\
n-US"),said(mu),said(ha)];table.dataset.part="legend",table.appendChild(element("caption","",title));let named=head.appendChild(
element("tr"));return heads.forEach(text2=>named.appendChild(element("th","",text2))),lines2.filter(({position})=>cells.
has(position)).forEach(function(line){let cell=cells.get(line.position);Object.keys(sums).forEach(name=>sums[name]+=cell[name]),
body.appendChild(rowOf2(line.label,figuresOf(cell),line))}),foot.appendChild(rowOf2(total5.label,figuresOf(sums))).className=
"lb-total",table.append(head,body,foot),table}function keyOf({title,lines:lines2}){let table=element("table","lb-overvie\
w"),body=element("tbody");return table.append(element("caption","",title),body),lines2.forEach(function({label,color,edge}){
let cell=body.appendChild(element("tr")).appendChild(element("th")),swatch=cell.appendChild(element("span","lb-swatch"));
Object.assign(swatch.style,{backgroundColor:color,borderColor:edge}),cell.append(label)}),table}function rowsOfLine(map,name,key){
return new Map(openLayers(map).map(function({store}){let{codes,keys,parts}=coding(store,name),wanted=keys.indexOf(key),rows=Uint8Array.
from(codes,code=>code===wanted?1:0);return parts&&parts.rows.forEach((row,n)=>parts.lines[n]===wanted&&(rows[row]=1)),[store,
rows]}))}function bannerPages(map,legend,words){let{groups,categories,units}=legend,across=crossShown(map,groups.column,
"class",categories),order=[...groups.labels,...[...across.keys()].filter(key=>!groups.labels.includes(key)).sort()],cells=printedCells(
across,order,units),lands=new Map;return map.eachLayer(layer=>(layer.lands||[]).forEach(({name,polygon})=>polygon&&lands.
set(name,L.latLngBounds(polygon.getBounds().getSouthWest(),polygon.getBounds().getNorthEast()).extend(lands.get(name)||polygon.
getBounds())))),[...cells].map(function([key,own]){let rows=rowsOfLine(map,groups.column,key),name=key||groups.missing,shows=(store,row)=>rows.
get(store)[row],bounds=lands.get(key)||boundsOf(map,(store,row)=>store.shown[row]&&shows(store,row));return bounds&&{name,
view:viewOf2(bounds,ROOM2),draw:act=>meanwhile(map,shows,()=>!0,act),tables:[tableOf2(legend.title,own,legend)],note:words.
ofBanner.replace("{banner}",name),groupNotes:[groups.note]}}).filter(Boolean)}function parcelPages(map){let selection=map.
landbaseSelection;return(selection?selection.chosen():[]).map(function({layer,row}){let{store,options}=layer,i=4*row;if(store.
polygons[row]===store.polygons[row+1])return null;let[one,other]=[i,i+2].map(at=>Store.lonLat(store.boxes[at],store.boxes[at+
1])),only=(of,at)=>of===store&&at===row;return{name:store.columns.length&&store.text(0,row)||options.untitled,view:viewOf2(
L.latLngBounds([one[1],one[0]],[other[1],other[0]]),AROUND),draw:act=>meanwhile(map,()=>!0,only,act),alone:!0,tables:[recordCard(
layer,row),...map.landbaseLegend?[keyOf(map.landbaseLegend)]:[]]}}).filter(Boolean)}function kindsOf(map){let panel=map.
landbaseLegend,selection=map.landbaseSelection;return["view",...panel&&panel.groups?["banner"]:[],...selection&&selection.
chosen().length?["parcel"]:[]]}function pagesOf(map,kind,words){return kind==="banner"?bannerPages(map,map.landbaseLegend,
words):parcelPages(map)}var MM=96/25.4,RATIO2=3,LESS=2,MANY3=12,SCALES=[100,1e8],KINDS2={view:"pagesView",banner:"pagesBanner",parcel:"pagesParc\
el"},DATE=/(\d{4}-\d{2}-\d{2})/,WITH_GROUPS=.85,LEAST_TYPE=.5,TYPE_STEP=.05,STEPS3=[1,1.25,1.5,2,2.5,3,4,5,6,7.5,10],PAPERS={
A4:{width:297,height:210,map:[186,167]},A3:{width:420,height:297,map:[300,254]}},UPRIGHT={A4:{width:210,height:297,map:[
190,166],upright:!0},A3:{width:297,height:420,map:[277,256],upright:!0}};function round(least){let power=10**Math.floor(
Math.log10(least));return STEPS3.map(step=>step*power).find(step=>step>=least*(1-1e-9))}function today(){let now=new Date;
return Date.UTC(now.getFullYear(),now.getMonth(),now.getDate())/864e5}function paragraph(text2){let box=element("p");return box.
append(...text2.split(DATE).map(part=>DATE.test(part)?element("span","lb-date",part):part)),box}var overflows=box=>box.scrollHeight>
box.clientHeight||getComputedStyle(box).columnCount!=="auto"&&box.scrollWidth>box.clientWidth;function shrink(box,least){
for(let type=1;type>=least-1e-9;type-=TYPE_STEP)if(box.style.setProperty("--lb-type",type.toFixed(2)),!overflows(box))return!0;
return!1}function settled(canvas){if(typeof OffscreenCanvas>"u")return canvas;let aside=new OffscreenCanvas(canvas.width,
canvas.height),done=document.createElement("canvas");return aside.getContext("2d").drawImage(canvas,0,0),done.width=canvas.
width,done.height=canvas.height,done.getContext("bitmaprenderer").transferFromImageBitmap(aside.transferToImageBitmap()),
done}var Print=L.Class.extend({initialize:function(map,data){this._map=map,this._words=data.words,this._data=data,this.button=
buttonOf(data.words.print,"lb-tool",()=>this.open()),window.addEventListener("beforeprint",()=>{this._box||this.open({once:!0})}),
window.addEventListener("afterprint",()=>this._once&&this.close())},open:function(how){if(!this._box)return this._once=!!(how&&
how.once),isWhole(this._map)?(this._view=openView(this._map),this._box=document.body.appendChild(element("div","lb-print")),
this._box.setAttribute("role","dialog"),this._box.setAttribute("aria-modal","true"),this._box.setAttribute("aria-label",
this._words.print),document.body.classList.add("lb-printing"),this._page=document.head.appendChild(element("style")),this.
_form=this._box.appendChild(this._fields()),this._stage=this._box.appendChild(element("div","lb-stage")),this._resized=()=>this.
_fit(),window.addEventListener("resize",this._resized),this._box.addEventListener("keydown",event=>this._key(event)),this.
_rescale(),this._paper.focus()):this._refuse()},_refuse:function(){if(!this._once)return notice(this._map,this._words.unready);
this._box=document.body.appendChild(element("div","lb-print")),this._box.appendChild(element("p","lb-unready",this._words.
unready)),document.body.classList.add("lb-printing")},close:function(){this._turn=(this._turn||0)+1,this._resized&&window.
removeEventListener("resize",this._resized),document.body.classList.remove("lb-printing"),this._box.remove(),this._page&&
this._page.remove(),this._box=null,this.button.focus()},_key:function(event){if(event.key==="Escape"&&this.close(),event.
key!=="Tab")return;let all=[...this._form.querySelectorAll("select, input, button")].filter(node=>node.offsetParent&&!node.
disabled),to=event.shiftKey?all[all.length-1]:all[0],from=event.shiftKey?all[0]:all[all.length-1];document.activeElement===
from&&(event.preventDefault(),to.focus())},_fields:function(){let words=this._words,form=element("form","lb-print-form"),
field=function(name,input){let label=form.appendChild(element("label","",words[name]));return input.classList.add("lb-in\
put","lb-field-"+name),label.appendChild(input),input},line=(name,value)=>{let input=field(name,element("input"));return input.
value=value,input.addEventListener("change",()=>this._draw()),input},choice=(name,values)=>{let select=field(name,element(
"select"));return values.forEach(([value,text2])=>select.appendChild(element("option","",text2)).value=value),select.addEventListener(
"change",()=>this._rescale()),select};return form.addEventListener("submit",event=>event.preventDefault()),this._kind=choice(
"pages",kindsOf(this._map).map(kind=>[kind,words[KINDS2[kind]]])),this._kind.parentElement.hidden=this._kind.options.length<
2,this._paper=choice("paper",Object.keys(PAPERS).map(name=>[name,name])),this._way=choice("way",["across","upright"].map(
way=>[way,words[way]])),this._scale=field("scale",element("input")),Object.assign(this._scale,{type:"number",min:SCALES[0],
max:SCALES[1],step:"any"}),this._scale.addEventListener("change",()=>this._setScale(Number(this._scale.value))),this._day=
line("day",sayDay(today(),this._words.date)),this._maker=line("maker",""),this._source=line("source",this._data.source),
this._said=form.appendChild(element("span","lb-print-said")),this._said.setAttribute("role","status"),this._now=buttonOf(
words.printNow,"lb-plain lb-main",()=>window.print()),form.append(this._now,buttonOf(words.close,"lb-plain",()=>this.close())),
form},_paperNow:function(){return(this._way.value==="upright"?UPRIGHT:PAPERS)[this._paper.value]},_scaleOf:function(view){
let[width,height]=this._paperNow().map,[least,most]=SCALES,fitting=round(Math.max(view.across/width,view.down/height)*1e3);
return Math.min(most,Math.max(least,fitting))},_rescale:function(){this._fixed=null,this._pages=this._kind.value==="view"?
[{view:this._view,draw:act=>act()}]:pagesOf(this._map,this._kind.value,this._words),this._draw()},_setScale:function(wanted){
let[least,most]=SCALES;wanted>0&&(this._fixed=Math.min(most,Math.max(least,wanted))),this._draw()},_draw:function(){let paper=this.
_paperNow(),pages=this._pages.slice(0,MOST_PAGES),turn=this._turn=(this._turn||0)+1,all=this._pages.length;this._page.textContent=
"@page { size: "+paper.width+"mm "+paper.height+"mm; margin: 0 }",this._stage.classList.toggle("lb-many",pages.length>1),
refill(this._stage),this._scale.value=this._fixed||(pages.length?this._scaleOf(pages[0].view):""),this._now.disabled=pages.
length>1;let next=at=>{turn!==this._turn||!this._box||(at<pages.length&&this._add(paper,pages[at],pages.length),this._said.
textContent=pages.length<2?"":this._words[all>pages.length?"tooManyPages":"drawn"].replace("{n}",Math.min(at+1,pages.length)).
replace("{all}",pages.length).replace("{most}",MOST_PAGES),at+1<pages.length?setTimeout(next,0,at+1):this._now.disabled=
!pages.length)};next(0)},_add:function(paper,page,count){this._denominator=this._fixed||this._scaleOf(page.view);let{about,
figure:figure2}=page.draw(()=>({about:surroundings(this._map),figure:this._mapOf(paper,page.view,count)}));page.tables&&
Object.assign(about,{tables:page.tables,groupNotes:page.groupNotes||[]});let holder=this._stage.appendChild(element("div",
"lb-holder")),sheet2=element("article",paper.upright?"lb-sheet lb-upright":"lb-sheet");page.alone?Object.assign(about,{marks:[
about.title,...about.marks],title:page.name}):page.name&&(about.title=this._words.pageTitle.replace("{title}",about.title).
replace("{name}",page.name)),sheet2.style.width=paper.width+"mm",sheet2.style.height=paper.height-.5+"mm",sheet2.style.setProperty(
"--lb-map-height",paper.map[1]+"mm");let head=sheet2.appendChild(element("header","lb-sheet-head"));head.appendChild(element(
"h1","",about.title)),head.appendChild(element("p","",about.marks.join("　"))),sheet2.append(figure2,this._side(about,page),
this._foot()),holder.appendChild(sheet2),this._spare(sheet2.querySelector(".lb-sheet-side")),shrink(sheet2.querySelector(
".lb-sheet-foot"),LEAST_TYPE),this._fit()},_mapOf:function(paper,view,count){let[width,height]=paper.map,box=element("fi\
gure","lb-sheet-map"),lat=view.center.lat,metres2=this._denominator/1e3/MM,canvas=settled(paint(this._map,{center:view.center,
zoom:Math.log2(metresOfPixel(lat,0)/metres2),width:width*MM,height:height*MM,ratio:count>MANY3?LESS:RATIO2,ground:"#f4f6\
f8"}));return canvas.style.width=box.style.width=width+"mm",canvas.style.height=box.style.height=height+"mm",canvas.setAttribute(
"role","img"),canvas.setAttribute("aria-label",this._words.map),box.append(canvas,this._north()),box},_north:function(){
let box=element("div","lb-north"),svg=L.SVG.create("svg"),arrow=L.SVG.create("path");return svg.setAttribute("viewBox","\
0 0 20 30"),arrow.setAttribute("d","M10 0 L18 30 L10 24 L2 30 Z"),svg.appendChild(arrow),box.append(element("span","",this.
_words.north),svg),box},_side:function(about,page){let side2=element("section","lb-sheet-side"),words=this._words;return about.
tables.forEach(function(table){let copy=side2.appendChild(table.cloneNode(!0));table.tagName==="TABLE"&&(copy.className=
table.dataset.part==="groups"?"lb-sheet-groups":"lb-sheet-legend",copy.querySelectorAll("tbody tr").forEach(row=>{row.cells[1]&&
row.cells[1].textContent==="0"&&row.remove()}))}),about.filters.length&&side2.appendChild(paragraph(words.filtered+about.
filters.join(words.and))),about.tables.length&&(page.note||!page.name)&&side2.appendChild(paragraph(page.note||words.ofAll)),
about.notes.forEach(note=>side2.appendChild(paragraph(note))),about.groupNotes.forEach(note=>side2.appendChild(paragraph(
note)).classList.add("lb-sheet-groups")),side2},_spare:function(side2){let groups=side2.querySelectorAll(".lb-sheet-grou\
ps");shrink(side2,WITH_GROUPS)||(groups.forEach(part=>part.hidden=!0),shrink(side2,LEAST_TYPE),groups.forEach(part=>part.
hidden=!1),!(!groups.length||!overflows(side2))&&(groups.forEach(part=>part.remove()),side2.appendChild(paragraph(this._words.
noRoom)),shrink(side2,LEAST_TYPE)))},_foot:function(){let words=this._words,scale2=this._denominator,foot=element("foote\
r","lb-sheet-foot"),bar=scaleBar(60*scale2/1e3,words),box=foot.appendChild(element("div","lb-sheet-scale"));box.appendChild(
element("span","lb-ratio",words.ratio+scale2.toLocaleString("en-US")));let line=box.appendChild(element("span","lb-scale\
-bar"));line.style.width=bar.metres/scale2*1e3+"mm",line.append(...[1,2,3,4].map(()=>element("i"))),box.appendChild(element(
"span","",bar.text)),box.appendChild(element("small","",words.centre));let lines2=[["source",this._source],["maker",this.
_maker],["day",this._day]].filter(([,input])=>input.value.trim()).map(([name,input])=>words[name]+words.colon+input.value.
trim());return foot.appendChild(paragraph(lines2.join("　"))),foot},_fit:function(){let room=this._stage;[...room.children].
forEach(function(holder){let sheet2=holder.firstElementChild,{offsetWidth:width,offsetHeight:height}=sheet2,fitting=Math.
min(1,(room.clientWidth-32)/width,(room.clientHeight-32)/height),times=Math.max(.3,fitting);sheet2.style.transform="scal\
e("+times+")",holder.style.width=width*times+"px",holder.style.height=height*times+"px"})}}),printButton=(map,data)=>new Print(
map,data).button;function linkedTheme(){let wanted=linked("theme");return wanted==="dark"||wanted==="light"?wanted:null}function themeButton(map,data){
let words=data.words,root=document.documentElement,system=window.matchMedia("(prefers-color-scheme: dark)"),ofSystem=()=>system.
matches?"dark":"light",button2=buttonOf(words.dark,"lb-tool",function(){let other=root.dataset.theme==="dark"?"light":"d\
ark";toLink("theme",other===ofSystem()?"":other),show(other)}),show=function(theme){root.dataset.theme=theme,button2.setAttribute(
"aria-pressed",String(root.dataset.theme==="dark"))},asLinked=()=>show(linkedTheme()||ofSystem());return system.addEventListener(
"change",asLinked),window.addEventListener("hashchange",asLinked),asLinked(),button2}var TOOLS={measureLength:lengthButton,measureArea:areaButton,memo:memoButton,print:printButton,picture:pictureButton,theme:themeButton,
list:listButton};function place(map,bar){let title=map.getContainer().previousElementSibling;if(title&&title.classList.contains(
"lb-title")){title.appendChild(bar);return}let Control=L.Control.extend({options:{position:"topleft"},onAdd:()=>{let box=element(
"div","lb-tools-alone leaflet-control");return box.appendChild(bar),L.DomEvent.disableClickPropagation(box),box}});map.getContainer().
classList.add("lb-map"),new Control().addTo(map)}function keepWithin(box,key){let all=[...box.querySelectorAll("a[href],\
 button, input, [tabindex]")].filter(node=>node.offsetParent&&!node.disabled&&node.tabIndex>=0),[from,to]=key.shiftKey?[
all[0],all[all.length-1]]:[all[all.length-1],all[0]];document.activeElement===from&&(key.preventDefault(),to.focus())}function cards(map){
let before=null;map.on("popupopen",function(event){let node=event.popup.getElement(),title=node.querySelector(".lb-card-\
title");if(!title)return;node.setAttribute("role","dialog"),node.setAttribute("aria-label",title.textContent),node.addEventListener(
"keydown",function(key){key.key==="Escape"&&map.closePopup(),key.key==="Tab"&&keepWithin(node,key)});let from=document.activeElement;
if(!from||!from.matches(".lb-search input"))return;before=from;let close=node.querySelector(".leaflet-popup-close-button");
close&&close.focus()}),map.on("popupclose",function(){before&&before.focus(),before=null})}function names(map,words){let box=map.
getContainer();box.setAttribute("role","region"),box.setAttribute("aria-label",words.map),box.querySelectorAll(".lb-lege\
nd, .lb-layers").forEach(panel=>panel.tabIndex=0),box.querySelectorAll(".leaflet-control-zoom a").forEach(function(link){
link.setAttribute("aria-label",link.title)})}function addTools(map,data){let words=data.words,bar=element("div","lb-tool\
s");bar.setAttribute("role","toolbar"),bar.setAttribute("aria-label",words.tools),Object.keys(TOOLS).filter(name=>data.features.
includes(name)).forEach(name=>bar.appendChild(TOOLS[name](map,data))),place(map,bar),names(map,words),cards(map),map.on(
"landbase:figures",function(event){let{count,mu,ha}=event.total;say(map,words.figures.replace("{count}",count).replace("\
{mu}",mu).replace("{ha}",ha))})}var LAYERS={parcels:parcelLayer,tiles:tileLayer,banners:bannerLayer,outlines:outlineLayer,pictures:pictureTiles,sketch:sketchTiles},
PARTS2={panes:addPanes,title:addTitle,controls:addControls,fit:fitMap,layerControl:nameLayers,legend:addLegend,panel:addPanel,
time:addSlider,selection:addSelection,tools:addTools};function start(id,on){let{kind,data,options}=readJson(id);return Object.
prototype.hasOwnProperty.call(LAYERS,kind)?LAYERS[kind](data,options):PARTS2[kind](on,options)}window.addEventListener("hashchange",forgetWaiting);document.addEventListener("DOMContentLoaded",clearPage);L.Map.addInitHook(
function(){clearMap(this),followSize(this)});return __toCommonJS(main_exports);})();
